import JSONText
import ModelAPI

/// One provider's stream on its way to a strict client of every dialect at once. A value: a copy is a snapshot, from which a test
/// can go on in another way.
struct TranslationHop: Sendable {
    /// The way to one client.
    struct Side: Sendable {
        let dialect: DialectID
        fileprivate var encoder: any StreamEncoder
        fileprivate(set) var client: any StreamClient
        /// What the client was sent, where the hop keeps it.
        fileprivate(set) var output: [UInt8] = []

        fileprivate init(_ dialect: DialectID, includesUsage: Bool) {
            self.dialect = dialect
            var request = ChatRequest(model: "m")
            request.includeUsage = includesUsage
            encoder = Dialects.dialect(dialect).makeEncoder(for: request)
            client = StreamClients.make(dialect, includesUsage: includesUsage)
        }

        fileprivate mutating func encode(_ events: [StreamEvent], keepsOutput: Bool) {
            var bytes: [UInt8] = []
            for event in events { encoder.encode(event, into: &bytes) }
            for event in StreamClientEvent.events(in: bytes) ?? [StreamClientEvent(data: "badly framed")] {
                client.take(event)
            }
            if keepsOutput { output += bytes }
        }
    }

    /// Three clients, and one of OpenAI's that asks for usage.
    private(set) var sides: [Side] =
        DialectID.allCases.map { Side($0, includesUsage: false) } + [Side(.openAIChat, includesUsage: true)]
    /// What the provider's events mean, where the hop keeps it.
    private(set) var events: [StreamEvent] = []
    /// The last neutral event.
    private(set) var last: StreamEvent?
    private(set) var isFinished = false

    private let keepsOutput: Bool
    private var parser = SSEParser()
    private var decoder: any StreamDecoder
    private var legality = StreamLegality()

    /// - Parameter keepsOutput: whether what was written is kept; without it snapshots are small.
    init(from provider: DialectID, keepsOutput: Bool = false) {
        self.keepsOutput = keepsOutput
        decoder = Dialects.dialect(provider).makeDecoder()
    }

    /// The provider sends bytes.
    mutating func receive(_ bytes: some Sequence<UInt8>) throws {
        parser.append(Array(bytes).span)
        var output: [StreamEvent] = []
        while let event = try parser.next() { decoder.decode(event, into: &output) }
        pass(output)
    }

    /// The provider's connection ends.
    mutating func finish() throws {
        var output: [StreamEvent] = []
        if let event = try parser.finish() { decoder.decode(event, into: &output) }
        decoder.finish(into: &output)
        pass(output)
        isFinished = true
        for index in sides.indices { sides[index].client.finish() }
    }

    /// The failure the stream ended in.
    var failure: APIError? { if case .failure(let error)? = last { error } else { nil } }

    /// Everything that was wrong: with the neutral sequence, with what each client saw, and with endings that do not agree.
    var violations: [String] {
        var found = legality.violations
        for side in sides {
            found += side.client.violations.map { "\(side.dialect): \($0)" }
            let expected: StreamClientEnding? = last == .end ? .clean : failure == nil ? nil : .error
            if isFinished, side.client.ending != expected {
                found.append("\(side.dialect): ends as \(side.client.ending.map { "\($0)" } ?? "nothing")")
            }
        }
        if isFinished, last != .end, failure == nil { found.append("no end and no failure") }
        return found
    }

    private mutating func pass(_ output: [StreamEvent]) {
        guard !output.isEmpty else { return }
        for event in output { legality.take(event) }
        last = output.last
        if keepsOutput { events += output }
        for index in sides.indices { sides[index].encode(output, keepsOutput: keepsOutput) }
    }

    /// A whole stream in one go.
    static func run(_ bytes: [UInt8], from provider: DialectID, segments cuts: [Int] = []) throws -> TranslationHop {
        var hop = TranslationHop(from: provider, keepsOutput: true)
        for segment in StreamRun.segments(of: bytes, cuts: cuts) { try hop.receive(segment) }
        try hop.finish()
        return hop
    }
}
