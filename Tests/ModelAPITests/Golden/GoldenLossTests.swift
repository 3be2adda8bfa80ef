import JSONText
import ModelAPI
import Testing

@Suite("Golden: what recorded answers lose", .enabled(if: Recordings.areAvailable, Recordings.missing))
struct GoldenLossTests {
    @Test("a whole answer's losses are named", arguments: GoldenRecording.answers, DialectID.allCases)
    func named(_ recording: GoldenRecording, client: DialectID) throws {
        let response = try Dialects.dialect(recording.provider).readResponse(try Recordings.json(recording.path))
        guard client != recording.provider else { return }
        let written = Dialects.dialect(client).writeResponse(response, to: ChatRequest(model: "m"))
        let expected = GoldenLosses.paths(recording, to: client).map { "answer.\($0)" }
        #expect(Set(written.dropped) == Set(expected))
        #expect(written.dropped.count == expected.count)
        #expect(written.body["kanmon"] == nil)
    }

    @Test("on request they go along and nothing is lost", arguments: GoldenRecording.answers, DialectID.allCases)
    func carried(_ recording: GoldenRecording, client: DialectID) throws {
        let body = try Recordings.json(recording.path)
        let response = try Dialects.dialect(recording.provider).readResponse(body)
        guard client != recording.provider else { return }
        let plain = Dialects.dialect(client).writeResponse(response, to: ChatRequest(model: "m")).body
        var request = ChatRequest(model: "m")
        request.includesExtras = true
        let written = Dialects.dialect(client).writeResponse(response, to: request)
        #expect(written.dropped == [])
        var rest = try #require(written.body.object)
        let extras = rest.remove("kanmon")?["extras"]?.object ?? [:]
        #expect(JSONValue.object(rest) == plain)
        #expect(Set(extras.names) == Set(GoldenLosses.paths(recording, to: client)))
        for member in extras { #expect(Self.value(member.name, in: body) == member.value, "\(member.name)") }
    }

    @Test("of a stream they go along on request, once, near the end", arguments: GoldenRecording.streams)
    func streamed(_ recording: GoldenRecording) throws {
        let bytes = try recording.events().flatMap { $0 }
        let hop = try TranslationHop.run(bytes, from: recording.provider)
        for client in DialectID.allCases where client != recording.provider {
            for includesUsage in client == .openAIChat ? [false, true] : [false] {
                var request = ChatRequest(model: "m")
                request.includeUsage = includesUsage
                let plain = StreamRun.encode(hop.events, with: Dialects.dialect(client), for: request)
                request.includesExtras = true
                let output = StreamRun.encode(hop.events, with: Dialects.dialect(client), for: request)
                let events = try #require(StreamClientEvent.events(in: output))
                let values = events.map { (try? JSONValue(parsing: $0.data)) ?? .null }
                let places = values.indices.filter { values[$0]["kanmon"] != nil }
                let expected = Set(GoldenLosses.paths(recording, to: client))
                #expect(places.count == (expected.isEmpty ? 0 : 1))
                let extras = places.first.flatMap { values[$0]["kanmon"]?["extras"]?.object } ?? [:]
                #expect(Set(extras.names) == expected, "\(client)")
                // Behind it comes nothing but the terminal event.
                if let place = places.first { #expect(values.count - place <= 2) }
                // Without the member of ours it is the same stream.
                var strict = StreamClients.make(client, includesUsage: includesUsage)
                for event in events { strict.take(event) }
                strict.finish()
                #expect(strict.violations == [])
                let others = try #require(StreamClientEvent.events(in: plain))
                #expect(events.map { Self.withoutOurs($0.data) } == others.map { Self.withoutOurs($0.data) })
            }
        }
    }

    private static func withoutOurs(_ data: String) -> String {
        guard var object = (try? JSONValue(parsing: data))?.object else { return data }
        object.remove("kanmon")
        return JSONValue.object(object).text
    }

    /// The value at a path such as `choices[0].message.audio`.
    private static func value(_ path: String, in body: JSONValue) -> JSONValue? {
        var value: JSONValue? = body
        for step in path.split(whereSeparator: { $0 == "." || $0 == "[" }) {
            value = step.hasSuffix("]") ? Int(step.dropLast()).flatMap { value?[$0] } : value?[String(step)]
        }
        return value
    }
}
