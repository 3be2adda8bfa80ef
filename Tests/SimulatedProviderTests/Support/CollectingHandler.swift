import NIOCore
import NIOHTTP1

/// Puts everything that arrives into a collector.
final class CollectingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let collector: Collector

    init(_ collector: Collector) { self.collector = collector }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        collector.update { received in
            switch part {
            case .head(let head):
                received.status = Int(head.status.code)
                received.headers = head.headers
            case .body(let buffer):
                received.body.writeImmutableBuffer(buffer)
                received.segments += 1
            case .end: received.isComplete = true
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        collector.update { $0.hasError = true }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { collector.update { $0.isClosed = true } }
}
