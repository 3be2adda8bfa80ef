import HTTPWire

/// Which of a provider's header fields go on to the caller, under `x-upstream-`.
enum UpstreamFields {
    /// Adds the fields that tell of rate limits, request ids and processing time; everything else stops here.
    static func write(_ headers: HeaderFields, into head: inout ReplyHead) {
        headers.forEachBytes { name, value in
            guard isWanted(name) else { return }
            // `x-request-id` reads better as `x-upstream-request-id` than with a second `x-`.
            let bare = name.starts(with: "x-".utf8) ? name.dropFirst(2) : name
            head.add(prefix: "x-upstream-", name: bare, value: value)
        }
    }

    private static func isWanted(_ name: ArraySlice<UInt8>) -> Bool {
        // Most fields are told apart by their length or first letter.
        switch name.first {
        case UInt8(ascii: "x"): name.starts(with: "x-ratelimit-".utf8) || name.elementsEqual("x-request-id".utf8)
        case UInt8(ascii: "a"): name.starts(with: "anthropic-ratelimit-".utf8)
        case UInt8(ascii: "o"): name.elementsEqual("openai-processing-ms".utf8)
        case UInt8(ascii: "r"):
            name.elementsEqual("request-id".utf8) || name.starts(with: "retry-after".utf8)
                || name.starts(with: "ratelimit".utf8)
        case UInt8(ascii: "s"): name.elementsEqual("server-timing".utf8)
        default: false
        }
    }
}
