/// What the gateway itself notes of each object.
public struct Revision: Hashable, Sendable {
    /// When the object was made.
    public var created: Timestamp
    /// When it was last changed.
    public var updated: Timestamp
    /// Where it is declared.
    public var source: EntitySource
    /// Counts the changes, from 1; its text in quotes is the object's ETag.
    public var version: Int

    /// Notes of an object.
    public init(created: Timestamp, updated: Timestamp, source: EntitySource = .store, version: Int = 1) {
        self.created = created
        self.updated = updated
        self.source = source
        self.version = version
    }

    /// Notes of an object that is made now.
    public init(at now: Timestamp, source: EntitySource = .store) {
        self.init(created: now, updated: now, source: source)
    }

    /// The entity tag of this version (RFC 9110 §8.8.3): `"3"`.
    public var entityTag: String { "\"\(version)\"" }

    /// Notes of the same object after one more change.
    public func next(at now: Timestamp) -> Revision {
        var next = self
        next.updated = max(now, updated)
        next.version = version == .max ? .max : version + 1
        return next
    }
}
