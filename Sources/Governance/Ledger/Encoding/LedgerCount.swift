import ModelAPI

/// The counts of a usage in the order of the encoding. New ones go to the end; the order never changes.
enum LedgerCount: Int, CaseIterable {
    case input
    case cacheRead
    case cacheWrite5m
    case cacheWrite1h
    case output
    case reasoning
    case audioInput
    case audioOutput
    case citations
    case imageInput
    case videoInput
    case cachedAudio
    case cachedImage
    case cachedVideo
    case imageOutput
    case videoOutput
    case pictures
    case webSearches
    case searchUnits
    case toolCalls
}

extension Usage {
    /// One of the counts.
    subscript(count: LedgerCount) -> Int {
        get {
            switch count {
            case .input: input
            case .cacheRead: cacheRead
            case .cacheWrite5m: cacheWrite5m
            case .cacheWrite1h: cacheWrite1h
            case .output: output
            case .reasoning: reasoning
            case .audioInput: audioInput
            case .audioOutput: audioOutput
            case .citations: citations
            case .imageInput: imageInput
            case .videoInput: videoInput
            case .cachedAudio: cachedAudio
            case .cachedImage: cachedImage
            case .cachedVideo: cachedVideo
            case .imageOutput: imageOutput
            case .videoOutput: videoOutput
            case .pictures: pictures
            case .webSearches: webSearches
            case .searchUnits: searchUnits
            case .toolCalls: toolCalls
            }
        }
        set {
            switch count {
            case .input: input = newValue
            case .cacheRead: cacheRead = newValue
            case .cacheWrite5m: cacheWrite5m = newValue
            case .cacheWrite1h: cacheWrite1h = newValue
            case .output: output = newValue
            case .reasoning: reasoning = newValue
            case .audioInput: audioInput = newValue
            case .audioOutput: audioOutput = newValue
            case .citations: citations = newValue
            case .imageInput: imageInput = newValue
            case .videoInput: videoInput = newValue
            case .cachedAudio: cachedAudio = newValue
            case .cachedImage: cachedImage = newValue
            case .cachedVideo: cachedVideo = newValue
            case .imageOutput: imageOutput = newValue
            case .videoOutput: videoOutput = newValue
            case .pictures: pictures = newValue
            case .webSearches: webSearches = newValue
            case .searchUnits: searchUnits = newValue
            case .toolCalls: toolCalls = newValue
            }
        }
    }
}
