import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server of mail on a port of its own that says what a test wants and remembers what it hears.
final class MailServer: Sendable {
    /// What it says and how.
    struct Script: Sendable {
        var greeting = "220 mail.test ESMTP"
        /// The lines after the first one of the answer to EHLO, before TLS and behind it.
        var extensions = ["STARTTLS", "8BITMIME"]
        var extensionsInTLS = ["AUTH PLAIN LOGIN", "8BITMIME"]
        /// Answers that are not the usual ones, by the beginning of the command; `nil` hangs up.
        var answers: [String: String?] = [:]
        /// What is sent behind the answer to STARTTLS, in the same packet.
        var injected = ""
        /// Whether it is TLS from the beginning.
        var isTLS = false
        /// Whether it accepts and then says nothing.
        var isSilent = false
    }

    let port: Int
    private let channel: any Channel
    private let heard: Heard

    /// What clients said.
    final class Heard: Sendable {
        let lines = Mutex<[String]>([])
        let mails = Mutex<[String]>([])
        let secure = Mutex<[Bool]>([])
    }

    init(_ script: Script = Script()) async throws {
        let heard = Heard()
        self.heard = heard
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if script.isTLS { try pipeline.addHandler(NIOSSLServerHandler(context: Self.tls())) }
                    try pipeline.addHandler(Handler(script, heard))
                }
            }
        channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// The commands that came, without the mails.
    var commands: [String] { heard.lines.withLock { $0 } }
    /// The mails that came, as they came, without the last dot.
    var mails: [String] { heard.mails.withLock { $0 } }
    /// Of each mail, whether it came over TLS.
    var areSecure: [Bool] { heard.secure.withLock { $0 } }

    func stop() async throws { try await channel.close() }

    fileprivate static func tls() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(MailCertificate.chain.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(MailCertificate.key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(key)
            )
        )
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: Script
        private let heard: Heard
        private var rest = ""
        private var mail: [String]?
        private var isTLS: Bool
        private var login = 0

        init(_ script: Script, _ heard: Heard) {
            self.script = script
            self.heard = heard
            isTLS = script.isTLS
        }

        func channelActive(context: ChannelHandlerContext) {
            if !script.isSilent { say(script.greeting + "\r\n", context) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.range(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                take(line, context)
            }
        }

        private func take(_ line: String, _ context: ChannelHandlerContext) {
            if let mail {
                if line == "." {
                    heard.mails.withLock { $0.append(mail.map { $0 + "\r\n" }.joined()) }
                    heard.secure.withLock { $0.append(isTLS) }
                    self.mail = nil
                    return answer("content", "250 taken", context)
                }
                self.mail?.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
                return
            }
            heard.lines.withLock { $0.append(line) }
            if login > 0 {
                login -= 1
                return login == 1 ? say("334 UGFzc3dvcmQ6\r\n", context) : say("235 in\r\n", context)
            }
            switch line.split(separator: " ").first.map(String.init) {
            case "EHLO":
                let lines = ["mail.test"] + (isTLS ? script.extensionsInTLS : script.extensions)
                let text = lines.enumerated().map { "250\($0.offset == lines.count - 1 ? " " : "-")\($0.element)\r\n" }
                if case .some(let own) = script.answers["EHLO"] { return hangUpOrSay(own, context) }
                say(text.joined(), context)
            case "STARTTLS":
                if case .some(let own) = script.answers["STARTTLS"] { return hangUpOrSay(own, context) }
                say("220 go\r\n" + script.injected, context)
                do {
                    let handler = NIOSSLServerHandler(context: try MailServer.tls())
                    try context.pipeline.syncOperations.addHandler(handler, position: .first)
                    isTLS = true
                } catch {
                    context.close(promise: nil)
                }
            case "AUTH":
                if case .some(let own) = script.answers["AUTH"] { return hangUpOrSay(own, context) }
                if line.hasPrefix("AUTH LOGIN") {
                    login = 1
                    return say("334 UGFzc3dvcmQ6\r\n", context)
                }
                say("235 in\r\n", context)
            case "MAIL": answer("MAIL", "250 ok", context)
            case "RCPT": answer(line, "250 ok", context)
            case "DATA":
                if case .some(let own) = script.answers["DATA"] { return hangUpOrSay(own, context) }
                mail = []
                say("354 go\r\n", context)
            case "QUIT": context.close(promise: nil)
            default: say("502 what\r\n", context)
            }
        }

        private func answer(_ command: String, _ usual: String, _ context: ChannelHandlerContext) {
            if case .some(let own) = script.answers[command] { return hangUpOrSay(own, context) }
            say(usual + "\r\n", context)
        }

        private func hangUpOrSay(_ text: String?, _ context: ChannelHandlerContext) {
            guard let text else { return context.close(promise: nil) }
            say(text + "\r\n", context)
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
