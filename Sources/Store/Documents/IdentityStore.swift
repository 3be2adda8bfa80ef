/// Keeps organizations, teams, projects, users and keys, and tells what has changed.
///
/// Nothing of it is asked while a request is served: the gateway holds all identities in memory and brings them up to date
/// by ``changes(since:limit:)``, which also tells what another process changed.
public protocol IdentityStore: Sendable {
    /// Makes changes, all or none, each with its entry in the audit log, in one transaction.
    /// - Returns: the documents as they are now, in the order of `changes`; `nil` for those that were deleted.
    /// - Throws: ``StoreError/Code/conflict`` where an id, a name among the living or a digest is there already,
    ///   ``StoreError/Code/notFound`` where there is nothing to update or delete, ``StoreError/Code/outdated`` where its
    ///   version is not the expected one, or that of a document that the change relies on is not, ``StoreError/Code/full``.
    func apply(_ changes: [DocumentChange]) async throws(StoreError) -> [StoredDocument?]

    /// The document of an identity; `nil` where there is none.
    func document(_ kind: StoredDocument.Kind, id: String) async throws(StoreError) -> StoredDocument?

    /// Documents of a kind, in the order of their names, byte by byte.
    func documents(
        _ kind: StoredDocument.Kind,
        where filter: DocumentFilter,
        page: PageRequest
    ) async throws(StoreError) -> Page<StoredDocument>

    /// The number of the last change; 0 where there was none. Cheap: to be asked several times a second.
    func latestRevision() async throws(StoreError) -> Int64

    /// What has changed after a change.
    /// - Parameters:
    ///   - revision: the number of the last change that the caller knows; 0 for everything.
    ///   - limit: how many at most, written and removed together; within ``DocumentChanges/limits``.
    func changes(since revision: Int64, limit: Int) async throws(StoreError) -> DocumentChanges
}
