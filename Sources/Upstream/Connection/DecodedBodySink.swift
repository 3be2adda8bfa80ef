import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Takes what the decompressor produces back to the connection it came from.
final class DecodedBodySink: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private unowned let connection: UpstreamConnection

    /// - Parameter connection: The handler in front; it leaves the pipeline together with this one.
    init(connection: UpstreamConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: break
        case .body(let bytes): connection.decoded(bytes)
        case .end: connection.decodedEnd()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isLimit = error as? NIOHTTPDecompression.DecompressionError == .limit
        connection.fail(
            isLimit
                ? UpstreamError(.decompressionLimit, "decompressed body out of proportion", requestWasSent: true)
                : UpstreamError(.decompressionFailed, "the compressed body is damaged", requestWasSent: true)
        )
    }
}
