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
        // Nearly all fields are told apart by their first letter and their length.
        switch (name.first, name.count) {
        case (UInt8(ascii: "x"), 12...):
            name.starts(with: "x-ratelimit-".utf8) || name.elementsEqual("x-request-id".utf8)
        case (UInt8(ascii: "a"), 20...): name.starts(with: "anthropic-ratelimit-".utf8)
        case (UInt8(ascii: "o"), 20): name.elementsEqual("openai-processing-ms".utf8)
        case (UInt8(ascii: "r"), 9...):
            name.elementsEqual("request-id".utf8) || name.starts(with: "retry-after".utf8)
                || name.starts(with: "ratelimit".utf8)
        case (UInt8(ascii: "s"), 13): name.elementsEqual("server-timing".utf8)
        default: false
        }
    }
}
