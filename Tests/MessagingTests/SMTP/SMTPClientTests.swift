import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Messaging

@Suite struct SMTPClientTests {
    private static func mail(
        to: [String] = ["ops@example.com"],
        text: String = "One.\n.Two\n..\n"
    ) throws -> MailMessage {
        MailMessage(
            from: try #require(MailAddress("kanmon@example.com")),
            to: try to.map { try #require(MailAddress($0)) },
            subject: "Budget",
            text: text,
            id: "alert_1",
            date: 0
        )
    }

    private func deliver(
        _ message: MailMessage,
        _ server: MailServer,
        _ security: SMTPServer.Security,
        credentials: SMTPServer.Credentials? = nil,
        trusts: Bool = true,
        total: TimeAmount = .seconds(20)
    ) async throws -> SMTPOutcome {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pem")
        try MailCertificate.chain.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let address = SMTPServer(
            host: "127.0.0.1",
            port: server.port,
            security: security,
            credentials: credentials,
            authorities: trusts ? file.path : nil
        )
        let client = SMTPClient(on: MultiThreadedEventLoopGroup.singleton, timeouts: .init(total: total))
        return try await client.deliver(message, to: address)
    }

    private static let password = SMTPServer.Credentials(username: "kanmon", password: "geheim")

    @Test(arguments: SMTPServer.Security.allCases)
    func `A mail arrives as it was written`(security: SMTPServer.Security) async throws {
        var script = MailServer.Script()
        script.isTLS = security == .tls
        let server = try await MailServer(script)
        let message = try Self.mail()
        let outcome = try await deliver(message, server, security)
        #expect(outcome.accepted == message.to && outcome.refused.isEmpty)
        #expect(server.mails == [String(decoding: message.bytes, as: UTF8.self)])
        #expect(server.areSecure == [security != .none])
        try await server.stop()
    }

    @Test func `A password is sent over TLS, in the way that the server offers`() async throws {
        for (offered, expected) in [
            ("AUTH LOGIN PLAIN", ["AUTH PLAIN AGthbm1vbgBnZWhlaW0="]),
            ("AUTH LOGIN", ["AUTH LOGIN a2FubW9u", "Z2VoZWlt"]),
        ] {
            var script = MailServer.Script()
            script.extensionsInTLS = [offered]
            let server = try await MailServer(script)
            _ = try await deliver(try Self.mail(), server, .startTLS, credentials: Self.password)
            let commands = server.commands
            let index = try #require(commands.firstIndex { $0.hasPrefix("AUTH") })
            #expect(Array(commands[index..<index + expected.count]) == expected)
            #expect(server.areSecure == [true])
            try await server.stop()
        }
    }

    @Test(
        arguments: [
            ("STARTTLS", "454 not now", MessagingError.Code.deferred), ("EHLO", "554 no", .refused),
            ("MAIL", "451 later", .deferred), ("MAIL", "550 no", .refused), ("AUTH", "535 wrong", .credentials),
            ("AUTH", "454 later", .deferred), ("DATA", "451 later", .deferred), ("content", "552 too much", .refused),
            ("content", "354 what", .unexpected), ("RCPT TO:<ops@example.com>", "550 nobody", .refused),
            ("RCPT TO:<ops@example.com>", "450 busy", .deferred), ("MAIL", nil, .unreachable),
            ("DATA", nil, .unreachable),
        ] as [(String, String?, MessagingError.Code)]
    )
    func `A refusal is told apart from one for now`(
        command: String,
        answer: String?,
        code: MessagingError.Code
    ) async throws {
        var script = MailServer.Script()
        script.answers = [command: answer]
        let server = try await MailServer(script)
        let error = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, .startTLS, credentials: Self.password)
        }
        #expect(error?.code == code)
        #expect(error?.isTransient == [.deferred, .unreachable].contains(code))
        #expect(error?.detail.contains("geheim") == false && error?.detail.contains("Z2VoZWlt") == false)
        #expect(server.mails.isEmpty || command == "content")
        try await server.stop()
    }

    @Test func `A server without TLS gets nothing where it was asked for`() async throws {
        var script = MailServer.Script()
        script.extensions = ["8BITMIME"]
        let server = try await MailServer(script)
        let error = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, .startTLS, credentials: Self.password)
        }
        #expect(error?.code == .insecure)
        #expect(server.commands.allSatisfy { $0.hasPrefix("EHLO") })
        try await server.stop()
    }

    @Test func `What somebody puts behind the answer to STARTTLS ends it`() async throws {
        var script = MailServer.Script()
        script.injected = "250 ok\r\n"
        let server = try await MailServer(script)
        let error = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, .startTLS)
        }
        #expect(error?.code == .insecure)
        #expect(server.mails.isEmpty)
        try await server.stop()
    }

    @Test(arguments: [SMTPServer.Security.startTLS, .tls])
    func `A certificate of nobody that is trusted ends it`(security: SMTPServer.Security) async throws {
        var script = MailServer.Script()
        script.isTLS = security == .tls
        let server = try await MailServer(script)
        let error = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, security, trusts: false)
        }
        #expect(error != nil && server.mails.isEmpty)
        try await server.stop()
    }

    @Test func `Who is unknown is named, the others get it`() async throws {
        var script = MailServer.Script()
        script.answers = ["RCPT TO:<gone@example.com>": "550 no such user"]
        let server = try await MailServer(script)
        let outcome = try await deliver(try Self.mail(to: ["gone@example.com", "ops@example.com"]), server, .startTLS)
        #expect(outcome.accepted.map(\.text) == ["ops@example.com"])
        #expect(outcome.refused.map(\.address.text) == ["gone@example.com"])
        #expect(outcome.refused.first?.reply == "550 no such user")
        try await server.stop()
    }

    @Test func `A server that says nothing is left`() async throws {
        var script = MailServer.Script()
        script.isSilent = true
        let server = try await MailServer(script)
        let error = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, .startTLS, total: .milliseconds(200))
        }
        #expect(error?.code == .timeout)
        try await server.stop()
        let gone = await #expect(throws: MessagingError.self) {
            try await deliver(try Self.mail(), server, .startTLS)
        }
        #expect(gone?.code == .unreachable)
    }
}
