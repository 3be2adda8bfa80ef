import HTTPWire
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Opens one connection: TCP (to whichever address of the host answers first), a proxy's tunnel, TLS.
///
/// It sits at the end of the pipeline while that lasts and then leaves the place to ``UpstreamConnection``.
///
/// `@unchecked Sendable`: only touched on its event loop, on which the bootstrap calls back.
final class ConnectAttempt: ChannelInboundHandler, RemovableChannelHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Step {
        case proxyTLS
        case tunnel
        case originTLS
    }

    /// A handshake that is under way, and whose certificate it must be.
    private struct Handshake {
        let handler: NIOSSLClientHandler
        let identity: ServerIdentity
    }

    private static let maxProxyHeadBytes = 16 * 1024

    private let endpoint: UpstreamEndpoint
    private let dialer: Dialer
    private let patience: TimeAmount
    private var completion: ((Result<UpstreamConnection.Transport, UpstreamError>) -> Void)?
    private var steps: [Step] = []
    private var channel: (any Channel)?
    private var innermost: ChannelHandlerContext?
    private var handshake: Handshake?
    private var timer: Scheduled<Void>?
    private var proxyAnswer = ResponseParser(isHead: true, maxHeadBytes: maxProxyHeadBytes)

    /// - Parameters:
    ///   - dialer: Opens the TCP connection, on the loop to be used.
    ///   - patience: How long all steps together may take.
    ///   - completion: Called once, on the loop.
    init(
        endpoint: UpstreamEndpoint,
        dialer: Dialer,
        patience: TimeAmount,
        completion: @escaping (Result<UpstreamConnection.Transport, UpstreamError>) -> Void
    ) {
        self.endpoint = endpoint
        self.dialer = dialer
        self.patience = patience
        self.completion = completion
        if endpoint.proxyTLS != nil { steps.append(.proxyTLS) }
        if endpoint.proxy != nil { steps.append(.tunnel) }
        if endpoint.tls != nil { steps.append(.originTLS) }
    }

    func start() {
        timer = dialer.loop.assumeIsolated().scheduleTask(in: patience) {
            self.fail(UpstreamError(.connectTimeout))
        }
        dialer.dial(server, patience: patience) { result in
            switch result {
            case .success(let channel): self.connected(channel)
            case .failure(let error): self.fail(self.connectError(error))
            }
        }
    }

    /// Whom the TCP connection goes to.
    private var server: UpstreamOrigin { endpoint.proxy?.origin ?? endpoint.origin }

    private func connected(_ channel: any Channel) {
        guard completion != nil else {
            channel.close(promise: nil)
            return
        }
        self.channel = channel
        if steps.isEmpty {
            succeed(channel)
            return
        }
        do {
            try channel.pipeline.syncOperations.addHandler(self)
            try takeNextStep()
        } catch {
            fail(tlsError(error))
        }
    }

    private func takeNextStep() throws {
        guard let channel, completion != nil else { return }
        switch steps.first {
        case .proxyTLS:
            if let proxy = endpoint.proxy { try addTLS(endpoint.proxyTLS, for: proxy.origin, to: channel) }
        case .tunnel:
            let request = ByteBuffer(bytes: connectRequest)
            channel.writeAndFlush(request, promise: nil)
            channel.read()
        case .originTLS:
            try addTLS(endpoint.tls, for: endpoint.origin, to: channel)
        case nil:
            channel.pipeline.syncOperations.removeHandler(self, promise: nil)
            succeed(channel)
        }
    }

    private func addTLS(_ tls: NIOSSLContext?, for server: UpstreamOrigin, to channel: any Channel) throws {
        guard let tls else { return }
        // Only names are presented (RFC 6066 §3).
        let handler = try NIOSSLClientHandler(context: tls, serverHostname: server.isAddress ? nil : server.host)
        handshake = Handshake(handler: handler, identity: ServerIdentity(host: server.host))
        try channel.pipeline.syncOperations.addHandler(handler, position: .before(self))
        if innermost == nil {
            innermost = try channel.pipeline.syncOperations.context(handler: handler)
        }
        channel.read()
    }

    // MARK: Events

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted = event as? TLSUserEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The certificate's chain has been verified; whether it is this server's has not.
        guard let handshake, let certificate = handshake.handler.peerCertificate,
            handshake.identity.isProven(by: certificate)
        else {
            fail(UpstreamError(.tlsFailed, "the certificate is for another host"))
            return
        }
        self.handshake = nil
        advance()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .tunnel = steps.first else {
            fail(UpstreamError(.connectFailed, "the peer spoke first"))
            return
        }
        proxyAnswer.append(unwrapInboundIn(data))
        do throws(WireError) {
            while case .head(let head)? = try proxyAnswer.next() {
                if head.status < 200 { continue }
                guard head.status < 300 else {
                    fail(UpstreamError(.proxyFailed, "the proxy answered \(head.status)"))
                    return
                }
                _ = try proxyAnswer.next()
                guard !proxyAnswer.hasExcess else {
                    fail(UpstreamError(.proxyFailed, "bytes after the proxy's answer"))
                    return
                }
                advance()
                return
            }
        } catch {
            fail(UpstreamError(.proxyFailed, error.reason))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if completion != nil {
            context.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch steps.first {
        case .tunnel: fail(UpstreamError(.proxyFailed, "the proxy closed the connection"))
        case .proxyTLS, .originTLS: fail(UpstreamError(.tlsFailed, "closed during the handshake"))
        case nil: fail(UpstreamError(.connectFailed, "closed while being opened"))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch steps.first {
        case .tunnel: fail(UpstreamError(.proxyFailed, "the connection to the proxy broke"))
        case .proxyTLS, .originTLS, nil: fail(tlsError(error))
        }
    }

    private func advance() {
        guard !steps.isEmpty else { return }
        steps.removeFirst()
        do {
            try takeNextStep()
        } catch {
            fail(tlsError(error))
        }
    }

    // MARK: Results

    private func succeed(_ channel: any Channel) {
        guard let completion = takeCompletion() else { return }
        dialer.reached(server, over: channel)
        completion(.success(.init(channel: channel, innermost: innermost)))
    }

    private func fail(_ error: UpstreamError) {
        guard let completion = takeCompletion() else { return }
        // Not through the TLS handler, which would wait for a goodbye.
        if let innermost {
            innermost.close(promise: nil)
        } else {
            channel?.close(promise: nil)
        }
        completion(.failure(error))
    }

    private func takeCompletion() -> ((Result<UpstreamConnection.Transport, UpstreamError>) -> Void)? {
        timer?.cancel()
        timer = nil
        defer { completion = nil }
        return completion
    }

    private var connectRequest: [UInt8] {
        let origin = endpoint.origin
        let host = origin.host.contains(":") ? "[\(origin.host)]" : origin.host
        var request = "CONNECT \(host):\(origin.port) HTTP/1.1\r\nhost: \(host):\(origin.port)\r\n"
        if let authorization = endpoint.proxy?.authorization {
            request += "proxy-authorization: \(authorization)\r\n"
        }
        return Array((request + "\r\n").utf8)
    }

    private func connectError(_ error: any Error) -> UpstreamError {
        if case .connectTimeout = error as? ChannelError { return UpstreamError(.connectTimeout) }
        var detail = "no address could be reached"
        let isResolution = Dial.isUnresolved(error)
        if let error = error as? NIOConnectionError {
            if let cause = error.connectionErrors.lazy.compactMap({ $0.error as? IOError }).first {
                detail = "errno \(cause.errnoCode)"
            }
            if error.connectionErrors.contains(where: {
                if case .connectTimeout = $0.error as? ChannelError { true } else { false }
            }) {
                return UpstreamError(.connectTimeout)
            }
        } else if let error = error as? IOError {
            detail = "errno \(error.errnoCode)"
        }
        if endpoint.proxy != nil {
            return UpstreamError(.proxyFailed, isResolution ? "the proxy's name has no address" : detail)
        }
        return isResolution ? UpstreamError(.resolveFailed) : UpstreamError(.connectFailed, detail)
    }

    /// Names the kind of failure only: descriptions of TLS errors may contain host names.
    private func tlsError(_ error: any Error) -> UpstreamError {
        switch error {
        case NIOSSLError.handshakeFailed(let reason):
            UpstreamError(
                .tlsFailed,
                Self.describes(reason, "CERTIFICATE_VERIFY_FAILED")
                    ? "the certificate is not trusted" : "the handshake failed"
            )
        default:
            UpstreamError(.tlsFailed, "the handshake failed")
        }
    }

    private static func describes(_ error: BoringSSLError, _ reason: String) -> Bool {
        String(describing: error).contains(reason)
    }
}
