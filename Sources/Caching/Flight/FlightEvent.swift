/// What a follower of a flight gets, one after the other.
public enum FlightEvent<Head: Sendable>: Sendable {
    /// The answer begins. Nothing is to be said to the caller before the first piece: until then everything can change, and
    /// another head can come.
    case head(Head)
    /// The next piece of its bytes.
    case chunk([UInt8])
    /// The answer is whole.
    case end
    /// The leader has failed before it had anything: this follower leads now, and asks the provider itself.
    case lead(FlightLeader<Head>)
    /// There is nothing to be had here; nothing has been given out yet, so the request goes its own way.
    case alone(Reason)
    /// What has begun cannot go on.
    case failed(FlightFailure)

    /// Why a follower must go its own way.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The answer is larger than what is kept.
        case tooLarge = "too-large"
        /// One leader after the other has failed.
        case leadersFailed = "leaders-failed"
        /// The leader failed in the middle.
        case broken
    }
}

/// Why a flight came to no good end.
public struct FlightFailure: Error, Hashable, Sendable {
    /// The kinds.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The leader's provider failed.
        case upstream
        /// The leader went away without a word.
        case abandoned
        /// The follower was so slow that what it needed next is not kept any more.
        case tooSlow = "too-slow"
    }

    /// What kind it is.
    public let code: Code
    /// What happened, for logs.
    public let message: String

    /// Creates a failure.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
