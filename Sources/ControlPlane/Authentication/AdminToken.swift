internal import Crypto

/// What is known of `server.admin_token`: its digest, never the token.
public struct AdminToken: Hashable, Sendable {
    private let digest: [UInt8]

    /// Takes the token's digest.
    /// - Parameter token: the token as configured.
    public init(_ token: String) { digest = Array(SHA256.hash(data: Array(token.utf8))) }

    /// Whether a caller presents the token. Takes as long whatever is presented, but for its length.
    func accepts(_ presented: some Collection<UInt8>) -> Bool {
        guard presented.count <= 4096 else { return false }
        let other = SHA256.hash(data: Array(presented))
        return zip(digest, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
