import JSONText

extension Revision {
    /// The members that the notes stand in.
    static let memberNames: Set<String> = ["created", "updated", "source", "version"]

    init(_ reader: inout ObjectReader) {
        self.init(
            created: reader.required("created", .time, placeholder: Timestamp(seconds: 0)),
            updated: reader.required("updated", .time, placeholder: Timestamp(seconds: 0)),
            source: reader.required("source", .choice, placeholder: .store),
            version: reader.required("version", .int(1...Int.max), placeholder: 1)
        )
    }

    func write(to writer: inout ObjectWriter) {
        writer.add("created", created)
        writer.add("updated", updated)
        writer.add("source", source.rawValue)
        writer.add("version", version)
    }

    /// The notes as members, for ``Entity/create(from:stamped:)``.
    func stamp(_ members: KeyValuePairs<String, JSONValue> = [:]) -> JSONObject {
        var writer = ObjectWriter()
        for (name, value) in members { writer.add(name, value) }
        write(to: &writer)
        return writer.object
    }
}
