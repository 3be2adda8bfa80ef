/// Why a message was not taken.
public struct NoticeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for people; without secrets.
    public let description: String
    /// Whether trying again may help.
    public let isTransient: Bool

    /// A failure.
    public init(_ description: String, isTransient: Bool) {
        self.description = description
        self.isTransient = isTransient
    }
}
