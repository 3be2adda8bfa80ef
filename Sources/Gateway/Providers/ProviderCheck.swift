/// What came of asking a provider once.
public struct ProviderCheck: Hashable, Sendable {
    /// Whether it answered as it should.
    public var isWell: Bool
    /// The HTTP status of its answer; `nil` where none came.
    public var status: Int?
    /// How long it took, in microseconds.
    public var microseconds: Int
    /// The stable code of what was wrong.
    public var code: String?
    /// What was wrong, in words; never a credential or a host.
    public var message: String?

    /// A result.
    public init(isWell: Bool, status: Int?, microseconds: Int, code: String?, message: String?) {
        self.isWell = isWell
        self.status = status
        self.microseconds = microseconds
        self.code = code
        self.message = message
    }
}
