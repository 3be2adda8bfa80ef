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
        }
    }

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
