import Governance

/// What a connection's last request presented, and its digest: clients present the same key with every request, and working its
/// digest out again would take longer than everything else that is done to identify them.
struct CredentialMemory: Sendable {
    private static let longest = 512
    private var last: (credential: [UInt8], digest: KeyDigest)?

    /// Forgets everything: digests under another pepper are worth nothing.
    init() {}

    /// The digest of what is presented, if it is the same as before. Compared as a whole, so that the time taken tells nothing.
    func digest(of credential: ArraySlice<UInt8>) -> KeyDigest? {
        guard let last, ConstantTime.areSame(last.credential, credential) else { return nil }
        return last.digest
    }

    /// Keeps a digest for the next request.
    mutating func remember(_ credential: ArraySlice<UInt8>, _ digest: KeyDigest) {
        guard credential.count <= Self.longest else { return }
        last = (Array(credential), digest)
    }
}
