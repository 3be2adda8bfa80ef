extension PasswordHash {
    /// Reads a hash in the PHC string format. What it costs must be acceptable.
    /// - Parameter text: `$scrypt$ln=…,r=…,p=…$salt$hash`, the last two in base64 without padding; anything else gives
    ///   `nil`.
    public init?(_ text: String) {
        guard text.utf8.count <= 512 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let costs = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard costs.count == 3, let logN = Self.number(costs[0], "ln="), let blockSize = Self.number(costs[1], "r="),
            let parallelism = Self.number(costs[2], "p=")
        else { return nil }
        let cost = Cost(logN: logN, blockSize: blockSize, parallelism: parallelism)
        guard cost.isAcceptable, let salt = Base64Text.bytes(parts[3]), (8...64).contains(salt.count),
            let hash = Base64Text.bytes(parts[4]), (16...64).contains(hash.count)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// The hash in the PHC string format, for the store alone.
    public var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Base64Text.text(salt))$\(Base64Text.text(hash))"
    }

    private static func number(_ text: Substring, _ name: String) -> Int? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit), digits.utf8.first != 48
        else { return nil }
        return Int(digits)
    }
}
