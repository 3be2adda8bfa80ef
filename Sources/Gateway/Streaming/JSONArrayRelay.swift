import ModelAPI
import NIOCore

/// Frames another relay's events as one JSON array instead (Gemini's stream without `alt=sse`).
struct JSONArrayRelay: StreamRelay {
    private var relay: any StreamRelay
    private var framer = GeminiJSONArrayFramer()

    init(_ relay: any StreamRelay) { self.relay = relay }

    var sawContent: Bool { relay.sawContent }
    var sawEnd: Bool { relay.sawEnd }
    var failure: APIError? { relay.failure }

    mutating func take(_ bytes: ByteBuffer) -> ByteBuffer { framed(relay.take(bytes)) }

    mutating func finish() -> ByteBuffer {
        var out = framed(relay.finish())
        if relay.sawEnd || relay.failure != nil { out.writeBytes(framer.finish()) }
        return out
    }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        var out = framed(relay.breakOff(error))
        out.writeBytes(framer.finish())
        return out
    }

    private mutating func framed(_ events: ByteBuffer) -> ByteBuffer {
        ByteBuffer(bytes: framer.frame(events.readableBytesUInt8Span))
    }
}
