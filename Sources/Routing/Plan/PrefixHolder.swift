/// A target that holds the beginning of a prompt in its provider's cache, and the credential it was sent with.
public struct PrefixHolder: Hashable, Sendable {
    /// The target's fixed hash.
    let target: UInt64
    /// The fixed hash of the credential's name; 0 for a provider without any.
    let credential: UInt64

    /// Names a holder.
    /// - Parameters:
    ///   - target: which target.
    ///   - credential: the name of the provider's credential; `nil` for a provider without any.
    public init(_ target: TargetID, credential: String?) {
        self.target = StableHash.of(target.description)
        self.credential = credential.map { StableHash.of($0) } ?? 0
    }

    /// Whether this is the target.
    public func isTarget(_ target: TargetID) -> Bool { self.target == StableHash.of(target.description) }

    /// Whether this is the target, of which the hash is known.
    func isTarget(_ target: Target) -> Bool { self.target == target.key }

    /// Whether this is the credential.
    public func isCredential(_ name: String) -> Bool { credential == StableHash.of(name) }
}
