/// A state machine that says step by step how an answer is sent; it knows neither sockets nor clocks.
struct Transmission: Sendable {
    private var steps: [TransmissionStep]
    private var position = 0
    private var encoder: (any StreamEncoder)?
    private let framing: StreamFraming
    private let interval: Duration
    private let isOdd: Bool
    private let dripInterval: Duration?
    private var gzip: Gzip?

    private var queue: [TransmissionAction] = []
    private var queueStart = 0
    private var drip: [UInt8] = []
    private var dripStart = 0
    private var repeated: [UInt8] = []
    private var repetitions = 0
    private var framedCount = 0
    private var contentCount = 0

    init(_ reply: Reply, fault: Fault?, pace: Pace) {
        steps = TransmissionPlan.steps(reply, fault: fault, pace: pace)
        interval = pace.interval
        isOdd = fault == .oddStream
        dripInterval = if case .slowDrip(let milliseconds) = fault { .milliseconds(milliseconds) } else { nil }
        if fault == .gzip { gzip = Gzip() }
        switch reply.body {
        case .whole: framing = .serverSentEvents
        case .stream(let stream):
            encoder = stream.encoder
            framing = stream.framing
        }
    }

    /// The next thing to do; after `hang`, `end`, `close` and `reset` nothing is left to ask for.
    mutating func next() -> TransmissionAction {
        while true {
            if let action = queued() { return action }
            if dripStart < drip.count, let dripInterval {
                queue.append(.wait(dripInterval))
                dripStart += 1
                return .write([drip[dripStart - 1]])
            }
            if repetitions > 0 {
                repetitions -= 1
                return .write(repeated)
            }
            // A plan always ends with one of the final steps.
            guard position < steps.count else { return .end }
            position += 1
            perform(steps[position - 1])
        }
    }

    private mutating func queued() -> TransmissionAction? {
        guard queueStart < queue.count else { return nil }
        defer {
            queueStart += 1
            if queueStart == queue.count {
                queue.removeAll(keepingCapacity: true)
                queueStart = 0
            }
        }
        return queue[queueStart]
    }

    private mutating func perform(_ step: TransmissionStep) {
        switch step {
        case .head(let status, let headers):
            queue.append(.head(status: status, headers: headers))
            if gzip != nil { queue.append(.write(Gzip.header)) }
        case .bytes(let bytes): emit(bytes)
        case .repeated(let bytes, let count):
            repeated = bytes
            repetitions = count
        case .event(let event):
            if event.isContent {
                contentCount += 1
                if contentCount > 1, interval > .zero { queue.append(.wait(interval)) }
            }
            emit(framed(encoder?.encode(event) ?? []))
        case .repeatedEvent(let event, let count):
            repeated = framed(encoder?.encode(event) ?? [])
            repetitions = count
        case .wire(let event): emit(framed([event]))
        case .closeFraming: emit(framing.end(after: framedCount))
        case .wait(let duration): queue.append(.wait(duration))
        case .hang: queue.append(.hang)
        case .end:
            if let gzip { queue.append(.write(gzip.trailer())) }
            queue.append(.end)
        case .close: queue.append(.close)
        case .reset: queue.append(.reset)
        }
    }

    private mutating func framed(_ events: [WireEvent]) -> [UInt8] {
        var out: [UInt8] = []
        for event in events {
            out += framing.frame(event, index: framedCount)
            framedCount += 1
        }
        return out
    }

    private mutating func emit(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if gzip != nil {
            queue.append(.write(gzip?.blocks(bytes) ?? []))
        } else if dripInterval != nil {
            drip = bytes
            dripStart = 0
        } else if isOdd {
            // Two segments: in the middle of the first code point that has one, else in the middle of everything.
            let split = bytes.firstIndex { $0 & 0xC0 == 0x80 } ?? bytes.count / 2
            queue.append(.write(Array(bytes[..<split])))
            queue.append(.wait(.milliseconds(1)))
            queue.append(.write(Array(bytes[split...])))
        } else {
            queue.append(.write(bytes))
        }
    }
}
