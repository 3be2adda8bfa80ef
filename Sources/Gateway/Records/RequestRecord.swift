public import ModelAPI

/// What is remembered of a call when it is over: made once for each whose caller is known, however it ends; also for those that
/// are refused before anybody is asked, and for counts of tokens, which have no attempts.
public struct RequestRecord: Sendable {
    /// How a call ended, as its caller saw it.
    public enum Ending: Hashable, Sendable {
        /// With an answer.
        case answered
        /// With an error, before or in the middle of an answer.
        case failed(APIError.Kind)
        /// The caller went away.
        case clientGone
    }

    /// The request's id.
    public var id: String
    /// The surface's dialect.
    public var surface: DialectID
    /// Whether the gateway asked for itself, to compare questions by meaning.
    public var isInternal: Bool
    /// The model's name as the caller gave it; empty where the call ended before it was read.
    public var model: String
    /// The name of the caller's key, where one was given.
    public var key: String?
    /// The name of the key's team.
    public var team: String?
    /// Whether a stream was asked for.
    public var isStream: Bool
    /// Every try at a target, in order; without those of counts of tokens.
    public var attempts: [AttemptRecord]
    /// The targets that were not asked, and why.
    public var skipped: [SkippedTarget]
    /// How long the call took.
    public var duration: Duration
    /// How it ended.
    public var ending: Ending
    /// What was used, as far as the provider said.
    public var usage: Usage?
}
