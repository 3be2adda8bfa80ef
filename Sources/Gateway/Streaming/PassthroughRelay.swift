import ModelAPI
import NIOCore

/// A stream between two peers of the same dialect: whole events go on untouched, byte for byte.
struct PassthroughRelay: StreamRelay {
    private let dialect: any Dialect
    private let requestID: String
    private var observer: any StreamObserver
    private var pending = ByteBuffer()
    /// Whether the last event that was given out may lack its blank line, so that another one must not follow directly.
    private var endsOpen = false

    /// The most bytes of one event: what a picture in base64 takes, several times over.
    private static let maximumEvent = 32 * 1024 * 1024

    init(_ dialect: any Dialect, withholdsUsage: Bool, requestID: String) {
        self.dialect = dialect
        self.requestID = requestID
        observer = dialect.makeObserver(withholdingUsage: withholdsUsage)
    }

    var sawContent: Bool { observer.sawContent }
    var sawEnd: Bool { observer.sawEnd }
    var failure: APIError? { observer.failure }
    var refusal: APIError? { observer.refusal }
    var usage: Usage? { observer.usage }
    var terms: ServiceTerms { observer.terms }

    mutating func take(_ bytes: ByteBuffer) throws(APIError) -> ByteBuffer {
        // Behind an error nothing may look as if the answer were whole.
        if failure != nil { return ByteBuffer() }
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
        let bytes = pending
        let events = forward(observer.observe(bytes.readableBytesUInt8Span))
        if pending.readableBytes > Self.maximumEvent {
            throw APIError(.upstreamError, "The model provider sent an event that is too large.")
        }
        return events
    }

    mutating func finish() -> ByteBuffer {
        if failure != nil { return ByteBuffer() }
        let bytes = pending
        let events = forward(observer.finish(bytes.readableBytesUInt8Span))
        endsOpen = events.readableBytes > 0
        return events
    }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        let event = observer.closingEvents + dialect.writeStreamError(error, requestID: requestID)
        return ByteBuffer(bytes: endsOpen ? "\n\n".utf8 + event : event)
    }

    private mutating func forward(_ progress: StreamProgress) -> ByteBuffer {
        guard var events = pending.readSlice(length: progress.complete) else { return ByteBuffer() }
        guard !progress.withheld.isEmpty else { return events }
        var out = ByteBuffer()
        var position = 0
        for range in progress.withheld where range.lowerBound >= position && range.upperBound <= progress.complete {
            if var kept = events.readSlice(length: range.lowerBound - position) { out.writeBuffer(&kept) }
            events.moveReaderIndex(forwardBy: range.count)
            position = range.upperBound
        }
        out.writeBuffer(&events)
        return out
    }
}
