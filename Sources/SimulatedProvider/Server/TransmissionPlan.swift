/// Makes the steps in which an answer is sent, spoilt by a fault if there is one.
enum TransmissionPlan {
    /// The size of the pieces in which huge answers are sent.
    private static let hugePiece = 65_536

    static func steps(_ reply: Reply, fault: Fault?, pace: Pace) -> [TransmissionStep] {
        switch fault {
        case .hangBeforeHeaders: return [.hang]
        case .reset: return [.reset]
        case .hangAfterHeaders: return [.head(status: reply.status, headers: framedHeaders(reply)), .hang]
        case .gzipBomb(let mebibytes): return bomb(reply, mebibytes)
        default: break
        }
        switch reply.body {
        case .whole(let bytes): return whole(reply, bytes, fault, pace)
        case .stream(let stream): return streamed(reply, stream, fault, pace)
        }
    }

    // MARK: Whole answers

    private static func whole(_ reply: Reply, _ bytes: [UInt8], _ fault: Fault?, _ pace: Pace) -> [TransmissionStep] {
        let tokensAfterFirst = max(min(reply.tokens, 1_000_000) - 1, 0)
        let waited = pace.timeToFirstToken + pace.interval * tokensAfterFirst
        var steps: [TransmissionStep] = waited > .zero ? [.wait(waited)] : []
        let head = TransmissionStep.head(status: reply.status, headers: framedHeaders(reply))
        let half = Array(bytes.prefix(bytes.count / 2))
        switch fault {
        case .hangMidStream: steps += [head, .bytes(half), .hang]
        case .truncatedBody: steps += [head, .bytes(half), .close]
        // The peer gets to see the half before the reset throws away what it has not read.
        case .resetMidStream: steps += [head, .bytes(half), .wait(.milliseconds(20)), .reset]
        case .hugeAnswer(let mebibytes), .hugeEvent(let mebibytes): steps += huge(reply, bytes, mebibytes)
        case .gzip:
            steps += [
                .head(status: reply.status, headers: reply.headers + [.init("content-encoding", "gzip")]),
                .bytes(bytes), .end,
            ]
        case .invalidSSE:
            // As long as announced, and no JSON.
            steps += [head, .bytes([UInt8](repeating: UInt8(ascii: "{"), count: bytes.count)), .end]
        default: steps += [head, .bytes(bytes), .end]
        }
        return steps
    }

    /// A body whose last string value is made so much longer; JSON as good as before.
    private static func huge(_ reply: Reply, _ bytes: [UInt8], _ mebibytes: Int) -> [TransmissionStep] {
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: hugePiece)
        let count = mebibytes * 1_048_576 / hugePiece
        // White space is legal everywhere outside of strings, also in front of the last brace.
        let marker = Array("You said: ".utf8)
        let split = firstPosition(of: marker, in: bytes) ?? 0
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: hugePiece)
        let length = bytes.count + count * hugePiece
        return [
            .head(status: reply.status, headers: reply.headers + [.init("content-length", String(length))]),
            .bytes(Array(bytes[..<split])), .repeated(split == 0 ? blanks : filler, count: count),
            .bytes(Array(bytes[split...])), .end,
        ]
    }

    private static func firstPosition(of needle: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        return (0...(bytes.count - needle.count)).first { bytes[$0..<($0 + needle.count)].elementsEqual(needle) }
    }

    private static func bomb(_ reply: Reply, _ mebibytes: Int) -> [TransmissionStep] {
        let bomb = Gzip.bomb(mebibytes: mebibytes)
        // Many patterns at a time: thirteen bytes are not worth a write.
        let together = 1024
        let wide = Array(repeatElement(bomb.pattern, count: together).joined())
        let rest = Array(repeatElement(bomb.pattern, count: bomb.repetitions % together).joined())
        return [
            .head(status: reply.status, headers: reply.headers), .bytes(bomb.head),
            .repeated(wide, count: bomb.repetitions / together), .bytes(rest + bomb.tail), .end,
        ]
    }

    /// Whole bodies have a length, streams are chunked.
    private static func framedHeaders(_ reply: Reply) -> [RecordedRequest.Header] {
        guard case .whole(let bytes) = reply.body else { return reply.headers }
        return reply.headers + [.init("content-length", String(bytes.count))]
    }

    // MARK: Streams

    private static func streamed(
        _ reply: Reply,
        _ stream: StreamedReply,
        _ fault: Fault?,
        _ pace: Pace
    ) -> [TransmissionStep] {
        var headers = reply.headers
        if fault == .gzip { headers.append(.init("content-encoding", "gzip")) }
        var steps: [TransmissionStep] = [.head(status: reply.status, headers: headers)]
        var events = stream.events
        switch fault {
        case .noTerminal: events.removeAll(where: \.isTerminal)
        case .oddStream: events = odd(events)
        default: break
        }
        let cut = cut(fault)
        var contents = 0
        for event in events {
            if let cut, contents >= cut.after, event.isContent || event.isTerminal { return steps + cut.steps(stream) }
            if event.isContent {
                if contents == 0, pace.timeToFirstToken > .zero { steps.append(.wait(pace.timeToFirstToken)) }
                contents += 1
                if contents == 1, let huge = hugeSteps(fault, event) {
                    steps += huge
                    continue
                }
            }
            steps.append(.event(event))
            if fault == .invalidSSE, contents == 1, event.isContent {
                let name = stream.failure.name.map { _ in "content_block_delta" }
                steps.append(.wire(WireEvent(name: name, data: broken)))
            }
        }
        if fault == .noTerminal, stream.framing != .jsonArray { return steps + [.end] }
        return steps + [.closeFraming, .end]
    }

    private static let broken = Array(#"{"choices": [{"delta": "#.utf8)

    /// Where a fault cuts a stream, and what comes instead of the rest.
    private struct Cut {
        var after: Int
        var steps: (StreamedReply) -> [TransmissionStep]
    }

    private static func cut(_ fault: Fault?) -> Cut? {
        switch fault {
        case .hangMidStream(let count): Cut(after: count) { _ in [.hang] }
        case .truncatedBody: Cut(after: 2) { _ in [.close] }
        case .resetMidStream(let count): Cut(after: count) { _ in [.wait(.milliseconds(20)), .reset] }
        case .errorMidStream(let count): Cut(after: count) { stream in [.wire(stream.failure), .closeFraming, .end] }
        default: nil
        }
    }

    private static func hugeSteps(_ fault: Fault?, _ event: ScriptEvent) -> [TransmissionStep]? {
        guard case .piece(let choice, let block, _) = event else { return nil }
        switch fault {
        case .hugeAnswer(let mebibytes):
            let filler = String(repeating: "x", count: hugePiece)
            let count = mebibytes * 1_048_576 / hugePiece
            return [.repeatedEvent(.piece(choice: choice, block: block, filler[...]), count: count)]
        case .hugeEvent(let mebibytes):
            let filler = String(repeating: "x", count: mebibytes * 1_048_576 + 1)
            return [.event(.piece(choice: choice, block: block, filler[...]))]
        default: return nil
        }
    }

    /// The start twice, pings everywhere, and an empty piece in front of every first one.
    private static func odd(_ events: [ScriptEvent]) -> [ScriptEvent] {
        var out: [ScriptEvent] = []
        for event in events {
            switch event {
            case .start, .openChoice: out += [event, event]
            case .openBlock(let choice, let block): out += [event, .ping, .piece(choice: choice, block: block, "")]
            case .piece: out += [event, .ping]
            case .ping, .signature, .closeBlock, .finish, .end: out.append(event)
            }
        }
        return out
    }
}
