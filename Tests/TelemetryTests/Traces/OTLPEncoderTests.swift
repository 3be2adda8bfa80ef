import JSONText
import Testing

@testable import Telemetry

@Suite("Spans for a collector")
struct OTLPEncoderTests {
    @Test("are written as the protocol's JSON mapping says")
    func body() throws {
        let encoder = OTLPEncoder(resource: [SpanAttribute("service.name", .word("kanmon"))], version: "1.0")
        let traceID = try #require(TraceID(high: 1, low: 0xAB))
        let span = SpanRecord(
            name: "chat m",
            kind: .client,
            traceID: traceID,
            spanID: try #require(SpanID(2)),
            parent: SpanID(3),
            state: TraceState(["a=b"]),
            start: 1_800_000_000_000_000_001,
            end: 1_800_000_000_000_000_002,
            attributes: [
                SpanAttribute("a", .int(.max)), SpanAttribute("b", .flag(true)), SpanAttribute("c", .decimal("0.25")),
                SpanAttribute("d", .list(["x", "hana@example.com"])), SpanAttribute("e", .text("4111111111111111")),
            ],
            failure: "502"
        )
        let json = try JSONValue(parsing: encoder.body([span, span]).span)
        let scope = json["resourceSpans"]?[0]?["scopeSpans"]?[0]
        #expect(scope?["scope"] == ["name": "kanmon", "version": "1.0"])
        #expect(scope?["spans"]?.array?.count == 2)
        #expect(
            scope?["spans"]?[1] == [
                "traceId": "000000000000000100000000000000ab", "spanId": "0000000000000002",
                "parentSpanId": "0000000000000003", "traceState": "a=b", "flags": 1, "name": "chat m", "kind": 3,
                "startTimeUnixNano": "1800000000000000001", "endTimeUnixNano": "1800000000000000002",
                "attributes": [
                    ["key": "a", "value": ["intValue": "9223372036854775807"]],
                    ["key": "b", "value": ["boolValue": true]], ["key": "c", "value": ["doubleValue": 0.25]],
                    [
                        "key": "d",
                        "value": [
                            "arrayValue": ["values": [["stringValue": "x"], ["stringValue": "[masked:email]"]]]
                        ],
                    ],
                    ["key": "e", "value": ["stringValue": "[masked:card]"]],
                ],
                "status": ["code": 2, "message": "502"],
            ]
        )
    }

    @Test("leave in batches, and are counted where there is no room or nobody takes them")
    func exporter() async throws {
        let transport = ScriptedTransport([nil, .init(status: 503), .init(status: 200), .init(status: 400)])
        var policy = DeliveryPolicy()
        policy.firstPause = 1
        let exporter = TraceExporter(
            encoder: OTLPEncoder(resource: [], version: "1"),
            target: "/v1/traces",
            interval: 10,
            policy: policy,
            transport: transport
        )
        let span = SpanRecord(
            name: "n",
            kind: .server,
            traceID: try #require(TraceID(high: 1, low: 1)),
            spanID: try #require(SpanID(1)),
            parent: nil,
            start: 1,
            end: 2
        )
        exporter.take(count: 2) { [span, span] }
        await transport.waits(for: 3)
        #expect(exporter.dropped == 0)
        exporter.take(count: 3) { [span, span, span] }
        await transport.waits(for: 4)
        await exporter.close()
        #expect(exporter.dropped == 3)
        for _ in 0..<4097 { exporter.take(count: 1) { [span] } }
        // What comes behind the end waits for nobody.
        #expect(exporter.dropped == 4)
    }
}
