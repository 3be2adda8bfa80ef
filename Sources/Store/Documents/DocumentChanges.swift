/// What became of documents after a change: the newest state of each that is there, and which are gone.
public struct DocumentChanges: Hashable, Sendable {
    /// A document that is gone.
    public struct Removal: Hashable, Sendable {
        /// What kind of thing it was.
        public var kind: StoredDocument.Kind
        /// Its identity.
        public var id: String

        /// A removal.
        public init(kind: StoredDocument.Kind, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    /// How many may be asked for at once; another number becomes the nearest inside.
    public static let limits = 1...1_000_000

    /// Documents that were written, in the order of their revisions.
    public var written: [StoredDocument]
    /// Documents that were removed.
    public var removed: [Removal]
    /// What to ask with next.
    public var revision: Int64
    /// Whether there is more to ask for at once.
    public var hasMore: Bool

    /// Changes.
    public init(written: [StoredDocument], removed: [Removal], revision: Int64, hasMore: Bool) {
        self.written = written
        self.removed = removed
        self.revision = revision
        self.hasMore = hasMore
    }
}
