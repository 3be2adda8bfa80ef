import Crypto
import CryptoExtras

/// Hashes passwords with scrypt (RFC 7914).
///
/// Each hash takes tens of milliseconds and 32 MiB: callers run it on a thread of its own, never on an event loop, and only
/// a few at once.
public struct PasswordHasher: Sendable {
    private static let saltByteCount = 16
    private static let hashByteCount = 32

    /// What new hashes cost.
    public let cost: PasswordHash.Cost
    /// What is verified where there is no such user, so that the answer takes the same time.
    private let dummy: PasswordHash

    /// A hasher.
    /// - Parameter cost: what new hashes cost; a cost that is not acceptable is replaced by the standard one.
    public init(cost: PasswordHash.Cost = .standard) {
        self.cost = cost.isAcceptable ? cost : .standard
        dummy = PasswordHash(
            cost: self.cost,
            salt: Array(repeating: 0x5A, count: Self.saltByteCount),
            hash: Array(repeating: 0, count: Self.hashByteCount)
        )
    }

    /// Hashes a password with a new salt.
    /// - Throws: what the library throws where the memory is not there.
    public func hash(_ password: SecretText) throws -> PasswordHash {
        var random = SystemRandomNumberGenerator()
        return try hash(password, using: &random)
    }

    /// Hashes a password.
    /// - Parameters:
    ///   - password: the password.
    ///   - random: where the salt comes from; anything but the system's generator is for tests.
    public func hash(_ password: SecretText, using random: inout some RandomNumberGenerator) throws -> PasswordHash {
        let salt = RandomText.bytes(Self.saltByteCount, using: &random)
        let key = try Self.derive(password, salt: salt, cost: cost, count: Self.hashByteCount)
        return PasswordHash(cost: cost, salt: salt, hash: key.withUnsafeBytes { Array($0) })
    }

    /// Whether a password is the one that was hashed. Compares in constant time.
    /// - Parameters:
    ///   - password: what somebody has typed.
    ///   - hash: what is stored; `nil` where there is nothing, which takes as long and is always wrong.
    public func verify(_ password: SecretText, against hash: PasswordHash?) throws -> Bool {
        let stored = hash ?? dummy
        guard password.reveal().utf8.count <= PasswordRules.mostBytes else { return false }
        let key = try Self.derive(password, salt: stored.salt, cost: stored.cost, count: stored.hash.count)
        let difference = key.withUnsafeBytes { bytes in
            zip(bytes, stored.hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        }
        return difference == 0 && hash != nil
    }

    /// Whether a hash should be made anew at the next sign-in because it cost something else.
    public func needsRehash(_ hash: PasswordHash) -> Bool {
        hash.cost != cost || hash.salt.count != Self.saltByteCount || hash.hash.count != Self.hashByteCount
    }

    private static func derive(
        _ password: SecretText,
        salt: [UInt8],
        cost: PasswordHash.Cost,
        count: Int
    ) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(password.reveal().utf8),
            salt: salt,
            outputByteCount: count,
            rounds: 1 << cost.logN,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
    }
}
