import ModelAPI

/// The counts of a usage in the order of the encoding. New ones go to the end; the order never changes.
enum UsageClass: Int, CaseIterable {
    case input
    case cacheRead
    case cacheWrite5m
    case cacheWrite1h
    case output
    case reasoning
    case audioInput
    case audioOutput
}

extension Usage {
    /// One of the counts.
    subscript(kind: UsageClass) -> Int {
        get {
            switch kind {
            case .input: input
            case .cacheRead: cacheRead
            case .cacheWrite5m: cacheWrite5m
            case .cacheWrite1h: cacheWrite1h
            case .output: output
            case .reasoning: reasoning
            case .audioInput: audioInput
            case .audioOutput: audioOutput
            }
        }
        set {
            switch kind {
            case .input: input = newValue
            case .cacheRead: cacheRead = newValue
            case .cacheWrite5m: cacheWrite5m = newValue
            case .cacheWrite1h: cacheWrite1h = newValue
            case .output: output = newValue
            case .reasoning: reasoning = newValue
            case .audioInput: audioInput = newValue
            case .audioOutput: audioOutput = newValue
            }
        }
    }
}
