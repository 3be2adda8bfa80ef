/// The prompt and the answer of one request, as they are stored, linked to its record in the ledger.
public struct RequestBodies: Hashable, Sendable {
    /// ``LedgerRecord/entry`` of the request's record.
    public let entry: String
    /// When the request came, in nanoseconds since 1970 UTC.
    public let time: Int64
    /// The team whose request it was; `nil` for none.
    public let team: String?
    /// Whether the answer was a stream; it is kept put together, in the form of a whole one.
    public let isStream: Bool
    /// The request's body.
    public let request: BodyText
    /// The answer's body; `nil` where the caller got none.
    public let answer: BodyText?

    /// Puts them together.
    public init(
        entry: String,
        time: Int64,
        team: String?,
        isStream: Bool,
        request: BodyText,
        answer: BodyText?
    ) {
        self.entry = entry
        self.time = time
        self.team = team
        self.isStream = isStream
        self.request = request
        self.answer = answer
    }
}
