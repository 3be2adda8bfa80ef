import ModelAPI

extension LedgerRecord.Outcome {
    /// What stands for it in the encoding; never given again.
    var code: UInt8 {
        switch self {
        case .answered: 0
        case .failed: 1
        case .partial: 2
        case .aborted: 3
        }
    }

    /// The outcome of a code.
    init?(code: UInt8) {
        switch code {
        case 0: self = .answered
        case 1: self = .failed
        case 2: self = .partial
        case 3: self = .aborted
        default: return nil
        }
    }
}

extension LedgerRecord.Flag {
    /// What stands for it in the encoding; never given again.
    var bit: UInt64 {
        switch self {
        case .estimatedUsage: 1 << 0
        case .unknownPrice: 1 << 1
        case .stream: 1 << 2
        case .hedged: 1 << 3
        case .downgraded: 1 << 4
        case .unjournaled: 1 << 5
        case .shortened: 1 << 6
        case .prefixLost: 1 << 7
        case .guardrailBlocked: 1 << 8
        case .guardrailUnavailable: 1 << 9
        }
    }

    /// Whether a set of bits is one of flags.
    static func areFlags(_ bits: UInt64) -> Bool { bits & ~known == 0 }

    private static let known = allCases.reduce(UInt64(0)) { $0 | $1.bit }

    /// The flags of a set of bits, in order; `nil` where one is unknown.
    static func flags(of bits: UInt64) -> [Self]? {
        guard bits != 0 else { return [] }
        var rest = bits
        var flags: [Self] = []
        for flag in allCases where rest & flag.bit != 0 {
            flags.append(flag)
            rest &= ~flag.bit
        }
        return rest == 0 ? flags : nil
    }
}

extension ServiceTerms {
    /// What stands for it in the encoding, above two bits for other use; zero for the standard terms. Never given again.
    var code: UInt8 {
        let tier: UInt8 =
            switch tier {
            case .standard: 0
            case .batch: 1
            case .flex: 2
            case .priority: 3
            case .other: 4
            }
        return tier << 2 | (isFast ? 1 << 5 : 0) | (isInUS ? 1 << 6 : 0)
    }

    /// The terms of a code; `nil` where it is none.
    init?(code: UInt8) {
        guard code & 0x83 == 0 else { return nil }
        let tier: ServiceTier
        switch code >> 2 & 7 {
        case 0: tier = .standard
        case 1: tier = .batch
        case 2: tier = .flex
        case 3: tier = .priority
        case 4: tier = .other
        default: return nil
        }
        self.init(tier: tier, isFast: code & 1 << 5 != 0, isInUS: code & 1 << 6 != 0)
    }
}
