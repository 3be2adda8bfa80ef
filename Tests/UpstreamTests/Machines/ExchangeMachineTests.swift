import HTTPWire
import NIOCore
import Testing

@testable import Upstream

@Suite("Exchange machine")
struct ExchangeMachineTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    static func begun(
        _ firstByte: UpstreamRequest.FirstByte = .bodyByte,
        timeouts: UpstreamTimeouts = UpstreamTimeouts()
    ) -> ExchangeMachine {
        var machine = ExchangeMachine()
        machine.begin(
            .init(
                timeouts: timeouts,
                totalDeadline: start + timeouts.total,
                firstByte: firstByte,
                isHead: false,
                maxHeadBytes: 65_536
            ),
            now: start
        )
        machine.requestWritten()
        return machine
    }

    /// Gives the machine a read's worth of bytes.
    static func feed(
        _ machine: inout ExchangeMachine,
        _ text: String,
        at now: NIODeadline = start
    )
        -> ExchangeMachine.Actions
    {
        machine.received(ByteBuffer(string: text), now: now).union(machine.readComplete())
    }

    static func status(_ machine: inout ExchangeMachine) -> Int? {
        if case .head(let head, _, _) = machine.takeHead() { return head.status }
        return nil
    }

    static func body(_ machine: inout ExchangeMachine) -> String? {
        if case .bytes(let bytes, _) = machine.takeBody(now: start).0 { return String(buffer: bytes) }
        return nil
    }

    static func failure(_ machine: inout ExchangeMachine) -> UpstreamError.Code? {
        if case .failure(let error) = machine.takeBody(now: start).0 { return error.code }
        return nil
    }

    @Test("An answer in one read needs one wake-up and leaves a reusable connection")
    func whole() {
        var machine = Self.begun()
        let actions = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")
        #expect(actions == [.wake, .read])
        guard case .head(let head, let body?, isComplete: true) = machine.takeHead() else {
            Issue.record("no complete answer")
            return
        }
        #expect(head.status == 200)
        #expect(String(buffer: body) == "hi")
        #expect(machine.isReusable)
        machine.finish()
        #expect(!machine.isBusy)
    }

    @Test("Chunks of one read are handed over together, without their framing")
    func coalescing() {
        var machine = Self.begun()
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        #expect(Self.status(&machine) == 200)
        _ = Self.feed(&machine, "2\r\nab\r\n2\r\ncd\r\n")
        _ = Self.feed(&machine, "2\r\nef\r\n")
        #expect(Self.body(&machine) == "abcdef")
        #expect(Self.body(&machine) == nil)
        _ = Self.feed(&machine, "0\r\n\r\n")
        guard case .end = machine.takeBody(now: Self.start).0 else {
            Issue.record("no end")
            return
        }
        #expect(machine.isReusable)
    }

    struct KeepAlive: Sendable {
        let wire: String
        let reusable: Bool
    }

    @Test(
        "Whether a connection is kept follows from version, fields and framing",
        arguments: [
            KeepAlive(wire: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", reusable: true),
            KeepAlive(wire: "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", reusable: false),
            KeepAlive(wire: "HTTP/1.1 200 OK\r\nConnection: X, Close\r\ncontent-length: 0\r\n\r\n", reusable: false),
            KeepAlive(wire: "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", reusable: false),
            KeepAlive(wire: "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n", reusable: true),
            KeepAlive(wire: "HTTP/1.1 204 No Content\r\n\r\n", reusable: true),
            KeepAlive(wire: "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\n", reusable: false),
            KeepAlive(wire: "HTTP/1.1 304 Not Modified\r\ncontent-length: 3\r\n\r\n", reusable: true),
            KeepAlive(wire: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n", reusable: false),
        ]
    )
    func keepAlive(_ answer: KeepAlive) {
        var machine = Self.begun()
        _ = Self.feed(&machine, answer.wire)
        #expect(Self.status(&machine) != nil)
        #expect(machine.isReusable == answer.reusable)
    }

    @Test("A request that is not written out yet forbids reuse")
    func earlyAnswer() {
        var machine = ExchangeMachine()
        machine.begin(
            .init(
                timeouts: UpstreamTimeouts(),
                totalDeadline: .distantFuture,
                firstByte: .bodyByte,
                isHead: false,
                maxHeadBytes: 1024
            ),
            now: Self.start
        )
        _ = Self.feed(&machine, "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
        #expect(Self.status(&machine) == 413)
        #expect(!machine.isReusable)
    }

    @Test("Bytes that came before a failure are still delivered, then the failure")
    func truncated() {
        var machine = Self.begun()
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n")
        #expect(Self.status(&machine) == 200)
        _ = Self.feed(&machine, "hel")
        #expect(machine.inputClosed(isClean: true) == [.wake, .close])
        #expect(Self.body(&machine) == "hel")
        #expect(Self.failure(&machine) == .truncatedBody)
    }

    @Test("A body without a length ends with a clean close only", arguments: [true, false])
    func untilClose(isClean: Bool) {
        var machine = Self.begun()
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\n\r\nall")
        _ = machine.takeHead()
        _ = machine.inputClosed(isClean: isClean)
        #expect(Self.failure(&machine) == (isClean ? nil : .truncatedBody))
        #expect(!machine.isReusable)
    }

    @Test("A close before any byte is told apart from one within the head")
    func closedEarly() {
        var silent = Self.begun()
        _ = silent.inputClosed(isClean: true)
        #expect(Self.failure(&silent) == .connectionClosed)
        #expect(!silent.answerBegan)

        var broken = Self.begun()
        _ = Self.feed(&broken, "HTTP/1.1 2")
        _ = broken.inputClosed(isClean: true)
        #expect(Self.failure(&broken) == .connectionClosed)
        #expect(broken.answerBegan)
    }

    @Test("Interim answers are passed over, an upgrade and an endless run of them are refused")
    func interim() {
        var machine = Self.begun()
        #expect(Self.feed(&machine, "HTTP/1.1 100 Continue\r\n\r\n") == .read)
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        #expect(Self.status(&machine) == 200)

        var upgraded = Self.begun()
        _ = Self.feed(&upgraded, "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n")
        #expect(Self.failure(&upgraded) == .invalidResponse)

        var endless = Self.begun()
        _ = Self.feed(&endless, String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 17))
        #expect(Self.failure(&endless) == .invalidResponse)
    }

    @Test("A slow reader stops the socket from being read, and starts it again")
    func backPressure() {
        var machine = Self.begun()
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        #expect(Self.status(&machine) == 200)
        #expect(Self.feed(&machine, String(repeating: "x", count: 1000)).contains(.read))
        #expect(!Self.feed(&machine, String(repeating: "x", count: 32 * 1024)).contains(.read))
        let (result, actions) = machine.takeBody(now: Self.start)
        guard case .bytes(let bytes, isLast: false) = result else {
            Issue.record("no bytes")
            return
        }
        #expect(bytes.readableBytes == 1000 + 32 * 1024)
        #expect(actions == .read)
    }

    @Test("The idle timeout stands still while the reader is the slow one")
    func idleTimeout() {
        var machine = Self.begun(timeouts: UpstreamTimeouts(idle: .seconds(10), total: .hours(1)))
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nx")
        _ = machine.takeHead()
        #expect(machine.expired(at: Self.start + .seconds(9)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(10))?.code == .idleTimeout)
        _ = Self.feed(&machine, String(repeating: "x", count: 40_000), at: Self.start + .seconds(9))
        #expect(machine.expired(at: Self.start + .seconds(100)) == nil)
        _ = machine.takeBody(now: Self.start + .seconds(100))
        #expect(machine.expired(at: Self.start + .seconds(109)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(110))?.code == .idleTimeout)
    }

    @Test("The idle timeout is not put off by what the reader calls a keep-alive")
    func keepAlive() {
        var machine = Self.begun(timeouts: UpstreamTimeouts(idle: .seconds(10), total: .hours(1)))
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nx")
        _ = machine.takeHead()
        for second in 1...9 {
            _ = Self.feed(&machine, ":", at: Self.start + .seconds(Int64(second)))
            _ = machine.takeBody(now: Self.start)
            machine.markKeepAlive()
        }
        #expect(machine.expired(at: Self.start + .seconds(9)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(10))?.code == .idleTimeout)
        _ = Self.feed(&machine, "x", at: Self.start + .seconds(9))
        _ = machine.takeBody(now: Self.start)
        _ = Self.feed(&machine, ":", at: Self.start + .seconds(15))
        _ = machine.takeBody(now: Self.start)
        machine.markKeepAlive()
        #expect(machine.expired(at: Self.start + .seconds(18)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(19))?.code == .idleTimeout)
        // The time that a slow reader took is never the peer's.
        _ = Self.feed(&machine, String(repeating: ":", count: 40_000), at: Self.start + .seconds(16))
        _ = machine.takeBody(now: Self.start + .seconds(100))
        machine.markKeepAlive()
        #expect(machine.expired(at: Self.start + .seconds(109)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(110))?.code == .idleTimeout)
    }

    @Test("The first-byte timeout ends with the first byte of the body, not with the head")
    func firstByte() {
        var machine = Self.begun(timeouts: UpstreamTimeouts(firstByte: .seconds(5), idle: .seconds(60)))
        #expect(machine.expired(at: Self.start + .seconds(5))?.code == .firstByteTimeout)
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n")
        #expect(machine.expired(at: Self.start + .seconds(5))?.code == .firstByteTimeout)
        _ = Self.feed(&machine, "x", at: Self.start + .seconds(4))
        #expect(machine.expired(at: Self.start + .seconds(6)) == nil)
    }

    @Test("On request the first-byte phase lasts until the caller has seen content")
    func firstContent() {
        var machine = Self.begun(.whenMarked, timeouts: UpstreamTimeouts(firstByte: .seconds(5), idle: .seconds(60)))
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx")
        #expect(machine.expired(at: Self.start + .seconds(5))?.code == .firstByteTimeout)
        machine.markFirstContent()
        #expect(machine.expired(at: Self.start + .seconds(5)) == nil)
    }

    @Test("The total timeout bounds everything until the last byte has come")
    func total() {
        var machine = Self.begun(timeouts: UpstreamTimeouts(firstByte: .hours(1), idle: .hours(1), total: .seconds(7)))
        #expect(machine.expired(at: Self.start + .seconds(6)) == nil)
        #expect(machine.expired(at: Self.start + .seconds(7))?.code == .totalTimeout)
        _ = Self.feed(&machine, "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx")
        #expect(machine.expired(at: Self.start + .seconds(7)) == nil)
    }

    @Test("A reader who goes away leaves a small known rest to be read over, anything else is closed")
    func abandon() {
        var small = Self.begun()
        _ = Self.feed(&small, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx")
        let drains = small.abandon(now: Self.start)
        #expect(drains)
        #expect(small.expired(at: Self.start + .seconds(1))?.code == .totalTimeout)
        _ = Self.feed(&small, String(repeating: "x", count: 99))
        #expect(small.isReusable)

        var large = Self.begun()
        _ = Self.feed(&large, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nx")
        let drainsLarge = large.abandon(now: Self.start)
        #expect(!drainsLarge)

        var stream = Self.begun()
        _ = Self.feed(&stream, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n")
        let drainsStream = stream.abandon(now: Self.start)
        #expect(!drainsStream)
    }

    @Test("Bytes that nobody asked for close the connection")
    func unsolicited() {
        var machine = ExchangeMachine()
        #expect(machine.received(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"), now: Self.start) == .close)
    }

    @Test("An unknown content coding is an error, a known one asks to be undone and forbids reuse")
    func codings() {
        var unknown = Self.begun()
        _ = Self.feed(&unknown, "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 1\r\n\r\nx")
        #expect(Self.failure(&unknown) == .unsupportedEncoding)

        var twice = Self.begun()
        _ = Self.feed(&twice, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\ncontent-length: 1\r\n\r\nx")
        #expect(Self.failure(&twice) == .unsupportedEncoding)

        var known = Self.begun()
        let actions = Self.feed(&known, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx")
        #expect(actions.contains(.decode))
        guard case .bytes(let raw)? = known.takeEncoded(), case .end? = known.takeEncoded() else {
            Issue.record("nothing to decode")
            return
        }
        #expect(String(buffer: raw) == "x")
        known.decoded(ByteBuffer(string: "plain"))
        known.decodedEnd()
        guard case .head(let head, let body?, isComplete: true) = known.takeHead() else {
            Issue.record("no answer")
            return
        }
        #expect(String(buffer: body) == "plain")
        #expect(!head.fields.contains("content-encoding"))
        #expect(!head.fields.contains("content-length"))
        #expect(!known.isReusable)
    }
}
