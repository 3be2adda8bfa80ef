/// A question whose answer is stored, as it is found by meaning.
public struct SemanticEntry: Sendable, Hashable {
    /// What its answer is stored under.
    public let digest: CacheDigest
    /// Which questions it may answer.
    public let partition: PartitionKey
    /// Who shares it.
    public let tenant: CacheTenant
    /// The words of its last turn.
    public let text: String
    /// Whether its words may be shown to operators, as prompts of its team are.
    public let mayBeShown: Bool

    /// Creates an entry.
    public init(
        digest: CacheDigest,
        partition: PartitionKey,
        tenant: CacheTenant,
        text: String,
        mayBeShown: Bool
    ) {
        self.digest = digest
        self.partition = partition
        self.tenant = tenant
        self.text = text
        self.mayBeShown = mayBeShown
    }

    /// What its vector is called in an index.
    public var id: VectorID { VectorID(rawValue: digest.word) }

    /// What it takes in memory beside its vector: its text, its places in the tables and lists.
    var cost: Int { 320 + text.utf8.count }
}
