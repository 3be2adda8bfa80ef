public import ModelAPI

/// What is priced apart: classes of tokens, and calls counted one by one.
public enum UsageClass: Int, Hashable, Sendable, CaseIterable {
    /// Input tokens neither read from nor written to a cache, and neither audio, pictures nor video.
    case input
    /// Text read from a prompt cache.
    case cacheRead
    /// Tokens written to a prompt cache for five minutes, or the provider's default time.
    case cacheWrite5m
    /// Tokens written to a prompt cache for an hour.
    case cacheWrite1h
    /// Audio sent.
    case audioInput
    /// Pictures and pages sent.
    case imageInput
    /// Video sent.
    case videoInput
    /// Audio read from a prompt cache.
    case cachedAudio
    /// Pictures and pages read from a prompt cache.
    case cachedImage
    /// Video read from a prompt cache.
    case cachedVideo
    /// Output tokens that are none of the following.
    case output
    /// Thinking.
    case reasoning
    /// Quoted sources.
    case citations
    /// Audio made.
    case audioOutput
    /// Pictures made.
    case imageOutput
    /// Video made.
    case videoOutput
    /// A picture made, where it is priced by the piece.
    case pictures
    /// A search of the web.
    case webSearches
    /// A search in documents, as rerankers count it.
    case searchUnits
    /// A call of another tool of the provider's.
    case toolCalls
    /// The request itself.
    case requests

    /// The name in the price format and in answers: `cache_write_1h`.
    public var name: String {
        switch self {
        case .input: "input"
        case .cacheRead: "cache_read"
        case .cacheWrite5m: "cache_write"
        case .cacheWrite1h: "cache_write_1h"
        case .audioInput: "audio_input"
        case .imageInput: "image_input"
        case .videoInput: "video_input"
        case .cachedAudio: "cached_audio"
        case .cachedImage: "cached_image"
        case .cachedVideo: "cached_video"
        case .output: "output"
        case .reasoning: "reasoning"
        case .citations: "citations"
        case .audioOutput: "audio_output"
        case .imageOutput: "image_output"
        case .videoOutput: "video_output"
        case .pictures: "picture"
        case .webSearches: "web_search"
        case .searchUnits: "search_unit"
        case .toolCalls: "tool_call"
        case .requests: "request"
        }
    }

    /// The class of that name in the price format.
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// Whether tokens are counted, priced by the million, instead of calls, priced one by one.
    public var isTokens: Bool { rawValue < Self.pictures.rawValue }

    /// Whether its cost is a part of what was sent.
    public var isInput: Bool { rawValue < Self.output.rawValue }

    /// The class whose price counts where this one has none of its own; nil where there is nothing to fall back to.
    ///
    /// Audio out of a cache costs what a cache's text costs, and without such a price what audio costs; see ``Rates``.
    var fallback: UsageClass? {
        switch self {
        case .cacheRead, .cacheWrite5m, .audioInput, .imageInput, .videoInput: .input
        case .cacheWrite1h: .cacheWrite5m
        case .cachedAudio, .cachedImage, .cachedVideo: .cacheRead
        case .reasoning, .citations, .audioOutput, .imageOutput, .videoOutput: .output
        case .input, .output, .pictures, .webSearches, .searchUnits, .toolCalls, .requests: nil
        }
    }

    /// Which price of an uncached class counts before that of the fallback's fallback.
    var uncached: UsageClass? {
        switch self {
        case .cachedAudio: .audioInput
        case .cachedImage: .imageInput
        case .cachedVideo: .videoInput
        default: nil
        }
    }
}

/// A set of classes.
public struct UsageClasses: OptionSet, Hashable, Sendable {
    /// One bit for each ``UsageClass``.
    public let rawValue: UInt32

    /// A set from its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A set of one class.
    public init(_ single: UsageClass) { rawValue = 1 << UInt32(single.rawValue) }

    /// The classes of which a usage has any.
    public init(of usage: Usage) {
        self = []
        for each in UsageClass.allCases where usage[each] > 0 { formUnion(Self(each)) }
    }

    /// The classes, in the order of ``UsageClass``.
    public var all: [UsageClass] { UsageClass.allCases.filter { contains(Self($0)) } }
}

extension Usage {
    /// The count of a class; one request for `requests`.
    subscript(each: UsageClass) -> Int {
        switch each {
        case .input: input
        case .cacheRead: cacheRead
        case .cacheWrite5m: cacheWrite5m
        case .cacheWrite1h: cacheWrite1h
        case .audioInput: audioInput
        case .imageInput: imageInput
        case .videoInput: videoInput
        case .cachedAudio: cachedAudio
        case .cachedImage: cachedImage
        case .cachedVideo: cachedVideo
        case .output: output
        case .reasoning: reasoning
        case .citations: citations
        case .audioOutput: audioOutput
        case .imageOutput: imageOutput
        case .videoOutput: videoOutput
        case .pictures: pictures
        case .webSearches: webSearches
        case .searchUnits: searchUnits
        case .toolCalls: toolCalls
        case .requests: 1
        }
    }
}
