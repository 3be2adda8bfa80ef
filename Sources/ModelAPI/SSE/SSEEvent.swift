/// One server-sent event (WHATWG HTML §9.2).
public struct SSEEvent: Hashable, Sendable {
    /// The `event:` field; `nil` where there is none.
    public var name: String?
    /// The `data:` lines, joined by line feeds.
    public var data: [UInt8]

    /// Creates an event.
    public init(name: String? = nil, data: [UInt8]) {
        self.name = name
        self.data = data
    }

    /// Creates an event.
    public init(name: String? = nil, data: String) { self.init(name: name, data: Array(data.utf8)) }

    /// Writes an event with one `data:` line.
    /// - Parameters:
    ///   - name: the `event:` field, where the dialect has one; a constant of ours, never a peer's text.
    ///   - data: one line: JSON in its shortest form has no line ends, and no peer's text can put one there.
    ///   - output: the framed event is appended here.
    public static func write(name: StaticString? = nil, data: [UInt8], into output: inout [UInt8]) {
        if let name {
            output.append(contentsOf: "event: ".utf8)
            for offset in 0..<name.utf8CodeUnitCount { output.append(name.utf8Start[offset]) }
            output.append(0x0A)
        }
        output.append(contentsOf: "data: ".utf8)
        output.append(contentsOf: data)
        output.append(0x0A)
        output.append(0x0A)
    }
}
