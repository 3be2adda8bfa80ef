import ModelAPI

/// Runs whole streams through decoders, encoders and observers, split wherever a test likes.
enum StreamRun {
    /// What came out of an observed stream.
    struct Observed {
        /// What reached the client.
        var forwarded: [UInt8]
        /// The observer in its last state.
        var observer: any StreamObserver
        /// Received, but not part of a whole event.
        var leftOver: [UInt8]
    }

    /// Decodes a stream.
    /// - Parameters:
    ///   - cuts: the offsets at which the bytes are split into segments, ascending.
    ///   - isFinished: whether the bytes end behind the last one.
    static func decode(
        _ bytes: [UInt8],
        with dialect: any Dialect,
        cuts: [Int] = [],
        isFinished: Bool = true
    ) throws -> [StreamEvent] {
        var parser = SSEParser()
        var decoder = dialect.makeDecoder()
        var output: [StreamEvent] = []
        for segment in segments(of: bytes, cuts: cuts) {
            parser.append(segment.span)
            while let event = try parser.next() { decoder.decode(event, into: &output) }
        }
        if isFinished {
            if let event = try parser.finish() { decoder.decode(event, into: &output) }
            decoder.finish(into: &output)
        }
        return output
    }

    /// Encodes neutral events for a client.
    static func encode(_ events: [StreamEvent], with dialect: any Dialect, for request: ChatRequest) -> [UInt8] {
        var encoder = dialect.makeEncoder(for: request)
        var output: [UInt8] = []
        for event in events { encoder.encode(event, into: &output) }
        return output
    }

    /// Sends a stream past an observer, keeping and forwarding bytes as the gateway does.
    static func observe(
        _ bytes: [UInt8],
        with dialect: any Dialect,
        cuts: [Int] = [],
        withholdingUsage: Bool = false
    ) -> Observed {
        var observer = dialect.makeObserver(withholdingUsage: withholdingUsage)
        var pending: [UInt8] = []
        var forwarded: [UInt8] = []
        func forward(_ progress: StreamProgress) {
            var position = 0
            for range in progress.withheld {
                forwarded += pending[position..<range.lowerBound]
                position = range.upperBound
            }
            forwarded += pending[position..<progress.complete]
            pending.removeSubrange(..<progress.complete)
        }
        for segment in segments(of: bytes, cuts: cuts) {
            pending += segment
            forward(observer.observe(pending.span))
        }
        forward(observer.finish(pending.span))
        return Observed(forwarded: forwarded, observer: observer, leftOver: pending)
    }

    /// The bytes split at some offsets.
    static func segments(of bytes: [UInt8], cuts: [Int]) -> [[UInt8]] {
        var segments: [[UInt8]] = []
        var position = 0
        for cut in cuts + [bytes.count] where cut >= position && cut <= bytes.count {
            segments.append(Array(bytes[position..<cut]))
            position = cut
        }
        return segments
    }

    /// Offsets to cut a stream at: all of a short one, every `stride`-th of a long one, and around each line's end.
    static func sampledCuts(of bytes: [UInt8], limit: Int = 600) -> [Int] {
        let step = max(1, bytes.count / limit)
        var cuts = Set(stride(from: 0, through: bytes.count, by: step))
        if step > 1 {
            // Around the line ends of the first and last events is where framing goes wrong.
            let ends = bytes.indices.filter { bytes[$0] == 0x0A }
            for end in ends.prefix(20) + ends.suffix(20) { cuts.formUnion([end, end + 1]) }
        }
        return cuts.sorted()
    }
}
