/// Why a message was not taken.
public struct NoticeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for people; without secrets.
    public let description: String
    /// Whether trying again may help.
    public let isTransient: Bool
    /// After how many seconds the other side wants to be asked again; `nil` where it did not say.
    public let retryAfter: Int?

    /// A failure.
    public init(_ description: String, isTransient: Bool, retryAfter: Int? = nil) {
        self.description = description
        self.retryAfter = retryAfter
        self.isTransient = isTransient
    }
}
