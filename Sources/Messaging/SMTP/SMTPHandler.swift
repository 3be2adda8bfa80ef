import NIOCore
import NIOTLS

/// Leads one dialogue over its connection.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var dialogue: SMTPDialogue
    private var parser = SMTPReplyParser()
    /// Told how it ended; whatever comes later is ignored.
    private let promise: EventLoopPromise<SMTPOutcome>
    private let startTLS: () throws -> Void
    private var isBeginningTLS = false

    init(
        _ dialogue: SMTPDialogue,
        promise: EventLoopPromise<SMTPOutcome>,
        startTLS: @escaping () throws -> Void
    ) {
        self.dialogue = dialogue
        self.promise = promise
        self.startTLS = startTLS
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            for reply in try parser.take(unwrapInboundIn(data).readableBytesView) {
                let action = try dialogue.received(reply)
                try perform(action, context)
            }
        } catch {
            fail(error, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isBeginningTLS, case .handshakeCompleted = event as? TLSUserEvent {
            isBeginningTLS = false
            do {
                try perform(dialogue.secured(), context)
            } catch {
                fail(error, context)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(MessagingError(.unreachable, "the server hung up"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    private func perform(_ action: SMTPDialogue.Action, _ context: ChannelHandlerContext) throws {
        switch action {
        case .send(let bytes): write(bytes, context)
        case .startTLS:
            // Whatever stands behind the reply was put there by somebody between the two (CVE-2011-0411).
            guard parser.isEmpty else { throw MessagingError(.insecure, "the server spoke before TLS had begun") }
            isBeginningTLS = true
            try startTLS()
        case .done(let outcome):
            promise.succeed(outcome)
            write(Array("QUIT\r\n".utf8), context)
            context.close(promise: nil)
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        let isHandshake = isBeginningTLS
        promise.fail(
            error as? MessagingError
                ?? MessagingError(isHandshake ? .insecure : .unreachable, "the connection failed: \(error)")
        )
        context.close(promise: nil)
    }
}
