import JSONText

/// Writes spans as OTLP/HTTP wants them in JSON: the protocol's messages by proto3's JSON mapping, with ids in hexadecimal,
/// 64-bit numbers as strings and enumerations as numbers (opentelemetry-proto, "JSON Protobuf Encoding").
public struct OTLPEncoder: Sendable {
    private let head: [UInt8]
    private let mask = TelemetryMask.standard

    /// - Parameters:
    ///   - resource: what is said of the process.
    ///   - version: the gateway's version.
    public init(resource: [SpanAttribute], version: String) {
        var head = Array(#"{"resourceSpans":[{"resource":{"attributes":"#.utf8)
        Self.write(resource, to: &head, TelemetryMask.standard)
        head += Array(#"},"scopeSpans":[{"scope":{"name":"kanmon","version":"#.utf8)
        head += TelemetryMask.standard.literal(version)
        head += Array(#"},"spans":["#.utf8)
        self.head = head
    }

    /// An `ExportTraceServiceRequest` with some spans.
    public func body(_ spans: [SpanRecord]) -> [UInt8] {
        var out = head
        out.reserveCapacity(head.count + spans.count * 1024)
        for (index, span) in spans.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            write(span, to: &out)
        }
        out += Array("]}]}]}".utf8)
        return out
    }

    private func write(_ span: SpanRecord, to out: inout [UInt8]) {
        out += Array(#"{"traceId":"\#(span.traceID)","spanId":"\#(span.spanID)","#.utf8)
        if let parent = span.parent { out += Array(#""parentSpanId":"\#(parent)","#.utf8) }
        if let state = span.state {
            out += Array(#""traceState":"#.utf8)
            out += mask.literal(state.description)
            out.append(UInt8(ascii: ","))
        }
        out += Array(#""flags":\#(span.isSampled ? 1 : 0),"name":"#.utf8)
        out += mask.literal(span.name)
        let times = #""startTimeUnixNano":"\#(span.start)","endTimeUnixNano":"\#(span.end)""#
        out += Array(#","kind":\#(span.kind.rawValue),\#(times),"attributes":"#.utf8)
        Self.write(span.attributes, to: &out, mask)
        if let failure = span.failure {
            out += Array(#","status":{"code":2,"message":"#.utf8)
            out += mask.literal(failure)
            out.append(UInt8(ascii: "}"))
        }
        out.append(UInt8(ascii: "}"))
    }

    private static func write(_ attributes: [SpanAttribute], to out: inout [UInt8], _ mask: TelemetryMask) {
        out.append(UInt8(ascii: "["))
        for (index, attribute) in attributes.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += Array(#"{"key":"\#(attribute.name)","value":{"#.utf8)
            write(attribute.value, to: &out, mask)
            out += Array("}}".utf8)
        }
        out.append(UInt8(ascii: "]"))
    }

    private static func write(_ value: SpanValue, to out: inout [UInt8], _ mask: TelemetryMask) {
        switch value {
        case .text(let text):
            out += Array(#""stringValue":"#.utf8)
            out += mask.literal(text)
        case .word(let text):
            var writer = JSONWriter(capacity: text.utf8.count + 2)
            writer.write(string: text)
            out += Array(#""stringValue":"#.utf8)
            out += writer.bytes
        case .int(let number): out += Array(#""intValue":"\#(number)""#.utf8)
        case .decimal(let digits): out += Array(#""doubleValue":\#(digits)"#.utf8)
        case .flag(let flag): out += Array(#""boolValue":\#(flag)"#.utf8)
        case .list(let texts):
            out += Array(#""arrayValue":{"values":["#.utf8)
            for (index, text) in texts.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                out += Array(#"{"stringValue":"#.utf8)
                out += mask.literal(text)
                out.append(UInt8(ascii: "}"))
            }
            out += Array("]}".utf8)
        }
    }
}
