public import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Hands mails over to servers, each over a connection of its own.
public struct SMTPClient: Sendable {
    /// How long the parts of a delivery may take.
    public struct Timeouts: Sendable {
        /// Until there is a connection.
        public var connect: TimeAmount
        /// Until the mail is handed over.
        public var total: TimeAmount

        /// Timeouts.
        public init(connect: TimeAmount = .seconds(10), total: TimeAmount = .seconds(60)) {
            self.connect = connect
            self.total = total
        }
    }

    private let group: any EventLoopGroup
    private let timeouts: Timeouts

    /// A client.
    /// - Parameter group: the event loops that connections run on.
    public init(on group: any EventLoopGroup, timeouts: Timeouts = Timeouts()) {
        self.group = group
        self.timeouts = timeouts
    }

    /// Hands a mail over.
    ///
    /// Where the connection breaks in the last moment the server may have it all the same; sent again it has the same
    /// `Message-ID`.
    /// - Returns: who gets it, and who does not because the server does not know them.
    /// - Throws: ``MessagingError`` where nobody gets it.
    public func deliver(_ message: MailMessage, to server: SMTPServer) async throws(MessagingError) -> SMTPOutcome {
        let dialogue = try SMTPDialogue(message, to: server)
        let context = server.security == .none ? nil : try Self.context(server)
        let loop = group.next()
        let promise = loop.makePromise(of: SMTPOutcome.self)
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(timeouts.connect).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if server.security == .tls, let context { try pipeline.addHandler(Self.handler(context, server)) }
                try pipeline.addHandler(
                    SMTPHandler(dialogue, promise: promise, startTLS: { try Self.startTLS(channel, context, server) })
                )
            }
        }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: server.host, port: server.port).get()
        } catch {
            let failure = MessagingError(.unreachable, "cannot connect to \(server.host):\(server.port): \(error)")
            promise.fail(failure)
            throw failure
        }
        let timeout = loop.scheduleTask(in: timeouts.total) {
            promise.fail(MessagingError(.timeout, "\(server.host) took too long"))
            channel.close(promise: nil)
        }
        defer { timeout.cancel() }
        do {
            return try await promise.futureResult.get()
        } catch {
            throw error as? MessagingError ?? MessagingError(.unreachable, "\(server.host): \(error)")
        }
    }

    private static func context(_ server: SMTPServer) throws(MessagingError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let path = server.authorities { configuration.additionalTrustRoots = [.file(path)] }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw MessagingError(.insecure, "cannot set TLS up: \(error)")
        }
    }

    private static func handler(_ context: NIOSSLContext, _ server: SMTPServer) throws -> NIOSSLClientHandler {
        // An address is compared with the addresses in the certificate.
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: server.port)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : server.host)
    }

    private static func startTLS(_ channel: any Channel, _ context: NIOSSLContext?, _ server: SMTPServer) throws {
        guard let context else { throw MessagingError(.insecure, "there is no TLS to begin") }
        try channel.pipeline.syncOperations.addHandler(handler(context, server), position: .first)
    }
}
