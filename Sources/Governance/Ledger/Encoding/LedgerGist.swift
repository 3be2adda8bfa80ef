public import ModelAPI
public import Pricing

/// What a store looks at of a record's canonical bytes when it takes the record in: its numbers, and where its texts stand.
///
/// Reading a whole ``LedgerRecord`` makes some twenty strings, which costs more than storing it.
public struct LedgerGist: Sendable {
    /// Where the record's unique name stands.
    public var entry: Range<Int>
    /// Where organization, team, project, user, the key's id and its name stand, one behind the other, as they are encoded.
    public var parties: Range<Int>
    /// Where the tags stand, as they are encoded.
    public var tags: Range<Int>
    /// Where the surface stands, as it is encoded.
    public var surface: Range<Int>
    /// Where the model's name that the caller asked for stands, as it is encoded.
    public var model: Range<Int>
    /// Where the name of the model that answered stands, as it is encoded.
    public var modelServed: Range<Int>
    /// Where the provider's name stands, as it is encoded.
    public var provider: Range<Int>
    /// Where the names of guardrails and of what they found stand, without their counts of bytes: one for each line.
    public var guards: [(guardrail: Range<Int>, type: Range<Int>)] = []
    /// When the request came, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// The tokens; `nil` where nothing is known of them.
    public var usage: Usage?
    /// What it cost; `nil` where the price is unknown.
    public var cost: Money?
    /// Whether a stored answer was given.
    public var isHit: Bool
    /// Whether it was one to a question that means the same.
    public var isSemanticHit: Bool
    /// What that saved.
    public var saved: Money?
    /// What the provider's own cache of prompts saved.
    public var savedPromptCache: Money?
    /// The HTTP status that the caller saw.
    public var status: Int
    /// How it ended.
    public var outcome: LedgerRecord.Outcome
}
