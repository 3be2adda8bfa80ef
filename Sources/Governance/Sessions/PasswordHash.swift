/// A hashed password in the PHC string format: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. It never prints.
public struct PasswordHash: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// What it costs to work a hash out (RFC 7914 §2).
    public struct Cost: Hashable, Sendable {
        /// The binary logarithm of N: memory and time double with each.
        public var logN: Int
        /// The block size r, in units of 128 bytes.
        public var blockSize: Int
        /// The parallelism p: so many passes one after the other.
        public var parallelism: Int

        /// A cost; values beyond what a login may take are found by ``isAcceptable``.
        public init(logN: Int, blockSize: Int, parallelism: Int) {
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MiB and three passes, one of the equally strong choices of OWASP's Password Storage Cheat Sheet.
        public static let standard = Cost(logN: 15, blockSize: 8, parallelism: 3)

        /// Whether a stored hash may ask for it: no more than 256 MiB and 16 passes, so that a forged hash cannot take
        /// the machine down.
        public var isAcceptable: Bool {
            (1...18).contains(logN) && (1...32).contains(blockSize) && (1...16).contains(parallelism)
                && blockSize << (logN + 7) <= 256 << 20
        }
    }

    /// What it cost.
    public let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    init(cost: Cost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Always the same placeholder.
    public var description: String { "<password hash>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
