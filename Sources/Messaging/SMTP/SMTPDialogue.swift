#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The conversation in which one mail is handed over (RFC 5321 §3.3, RFC 3207, RFC 4954), without the connection: what is
/// to be done after each reply.
struct SMTPDialogue: Sendable {
    /// What is to be done next.
    enum Action: Hashable, Sendable {
        /// Bytes go to the server.
        case send([UInt8])
        /// The connection becomes TLS; ``SMTPDialogue/secured()`` when it is.
        case startTLS
        /// The mail is handed over.
        case done(SMTPOutcome)
    }

    private enum State: Hashable {
        case greeting
        case hello
        case startTLS
        case handshake
        case user
        case password
        case plain
        case sender
        case recipient(Int)
        case data
        case content
        case done
    }

    private let server: SMTPServer
    private let message: MailMessage
    private var state = State.greeting
    private var isSecure: Bool
    private var extensions: [Substring] = []
    private var outcome = SMTPOutcome()

    /// - Throws: ``MessagingError/Code/invalid`` where there is nobody to send to.
    init(_ message: MailMessage, to server: SMTPServer) throws(MessagingError) {
        guard !message.to.isEmpty else { throw MessagingError(.invalid, "a mail without a recipient") }
        let name = server.clientName.utf8
        guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw MessagingError(.invalid, "a client's name that cannot be said")
        }
        self.server = server
        self.message = message
        isSecure = server.security == .tls
    }

    /// The server has said something.
    mutating func received(_ reply: SMTPReply) throws(MessagingError) -> Action {
        switch state {
        case .greeting:
            try expect(reply, 220, "turned us away")
            return hello()
        case .hello:
            try expect(reply, 250, "refused the greeting")
            extensions = reply.lines.dropFirst().map { $0[...] }
            return try afterHello()
        case .startTLS:
            try expect(reply, 220, "refused to begin TLS")
            state = .handshake
            return .startTLS
        case .handshake: throw MessagingError(.insecure, "the server spoke before TLS had begun")
        case .plain: return try afterCredentials(reply)
        case .user:
            try expect(reply, 334, "refused the user name", as: .credentials)
            state = .password
            return send(base64: server.credentials?.password ?? "")
        case .password: return try afterCredentials(reply)
        case .sender:
            try expect(reply, 250, "refused the sender")
            state = .recipient(0)
            return recipient(0)
        case .recipient(let index): return try afterRecipient(index, reply)
        case .data:
            try expect(reply, 354, "refused to take the mail")
            state = .content
            return .send(content)
        case .content:
            try expect(reply, 250, "refused the mail")
            state = .done
            return .done(outcome)
        case .done: throw MessagingError(.unexpected, "the server spoke when all was said")
        }
    }

    /// The connection is TLS now: whatever was said before does not count any more (RFC 3207 §4.2).
    mutating func secured() -> Action {
        isSecure = true
        extensions = []
        return hello()
    }

    /// Whether the mail was handed over.
    var isDone: Bool { state == .done }

    // MARK: - Steps

    private mutating func hello() -> Action {
        state = .hello
        return send("EHLO \(server.clientName)")
    }

    private mutating func afterHello() throws(MessagingError) -> Action {
        if server.security == .startTLS, !isSecure {
            guard extensions.contains(where: { $0.uppercased() == "STARTTLS" }) else {
                throw MessagingError(.insecure, "\(server.host) does not offer STARTTLS")
            }
            state = .startTLS
            return send("STARTTLS")
        }
        guard let credentials = server.credentials else { return sender() }
        guard isSecure || server.isLocal else {
            throw MessagingError(.insecure, "a password is not sent over a connection without TLS")
        }
        let offered = extensions.first { $0.uppercased().hasPrefix("AUTH ") }
        let mechanisms = offered.map { $0.uppercased().split(separator: " ").dropFirst() } ?? []
        if mechanisms.contains("PLAIN") {
            state = .plain
            let text = "\u{0}\(credentials.username)\u{0}\(credentials.password)"
            return send("AUTH PLAIN \(Data(text.utf8).base64EncodedString())")
        }
        if mechanisms.contains("LOGIN") {
            state = .user
            return send("AUTH LOGIN \(Data(credentials.username.utf8).base64EncodedString())")
        }
        throw MessagingError(.credentials, "\(server.host) offers no way to sign in with a password")
    }

    private mutating func afterCredentials(_ reply: SMTPReply) throws(MessagingError) -> Action {
        // 4xx: the server cannot tell at the moment (RFC 4954 §6).
        if reply.code >= 500 { throw refusal(reply, "refused the credentials", as: .credentials) }
        try expect(reply, 235, "refused the credentials")
        return sender()
    }

    private mutating func sender() -> Action {
        state = .sender
        return send("MAIL FROM:<\(message.from.text)>")
    }

    private func recipient(_ index: Int) -> Action { send("RCPT TO:<\(message.to[index].text)>") }

    private mutating func afterRecipient(_ index: Int, _ reply: SMTPReply) throws(MessagingError) -> Action {
        if reply.code / 100 == 2 {
            outcome.accepted.append(message.to[index])
        } else {
            outcome.refused.append(
                SMTPOutcome.Refusal(address: message.to[index], reply: "\(reply.code) \(reply.text)")
            )
        }
        let next = index + 1
        if next < message.to.count {
            state = .recipient(next)
            return recipient(next)
        }
        guard !outcome.accepted.isEmpty else { throw refusal(reply, "knows none of the recipients") }
        state = .data
        return send("DATA")
    }

    /// The mail, a dot before each line that begins with one (RFC 5321 §4.5.2), and the line that ends it.
    private var content: [UInt8] {
        var bytes: [UInt8] = []
        var isLineStart = true
        for byte in message.bytes {
            if isLineStart, byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
            isLineStart = byte == UInt8(ascii: "\n")
        }
        return bytes + Array(".\r\n".utf8)
    }

    private func send(_ command: String) -> Action { .send(Array((command + "\r\n").utf8)) }

    private func send(base64 text: String) -> Action { send(Data(text.utf8).base64EncodedString()) }

    private func expect(
        _ reply: SMTPReply,
        _ code: Int,
        _ failure: String,
        as kind: MessagingError.Code? = nil
    ) throws(MessagingError) {
        guard reply.code != code else { return }
        // The first digit tells (RFC 5321 §4.2.1): 251 and 252 are as good as 250.
        if code == 250, reply.code / 100 == 2 { return }
        throw refusal(reply, failure, as: kind)
    }

    private func refusal(_ reply: SMTPReply, _ failure: String, as kind: MessagingError.Code? = nil) -> MessagingError {
        let code: MessagingError.Code =
            switch reply.code / 100 {
            case 4: .deferred
            case 5: kind ?? .refused
            default: .unexpected
            }
        return MessagingError(code, "\(server.host) \(failure): \(reply.code) \(reply.text)")
    }
}
