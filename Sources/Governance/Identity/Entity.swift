public import JSONText

/// An object that the admin API shows and the store keeps: one canonical JSON form, read and written in one place.
///
/// The members stand in a fixed order; those without a value are left out, lists and mappings are always there. Reading
/// what was written gives an equal value, and writing that the same bytes.
public protocol Entity: Hashable, Sendable {
    /// What it is.
    static var kind: EntityKind { get }
    /// The members that only the gateway sets: whoever sends them with another value is refused.
    static var readOnlyMembers: Set<String> { get }
    /// What it is known by, and what never changes: a name or an id.
    var identity: String { get }
    /// What people call it.
    var name: String { get }
    /// What the gateway notes of it.
    var revision: Revision { get set }

    /// Reads the whole object.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    init(json: JSONValue) throws(InvalidEntity)

    /// The object as JSON.
    /// - Parameter masked: whether to leave out what is secret (digests, hashes, seeds): `true` for people and the audit
    ///   log, `false` for the store alone.
    func json(masked: Bool) -> JSONValue
}
