import JSONText

extension AccessRules {
    init(_ reader: inout ObjectReader) {
        self.init(
            models: reader.optional("models", .list(of: .modelPattern, 1...256)),
            surfaces: reader.optional("surfaces", .set(of: .choice, 1...Surface.allCases.count)),
            regions: reader.optional("regions", .set(of: .name(.region), 1...64)),
            addresses: reader.optional("addresses", .list(of: .addressRange, 1...256)),
            parameters: reader.optional("bounds", .object(ParameterBounds.init)) ?? ParameterBounds(),
            guardrails: reader.optional("guardrails", .guardrails) ?? []
        )
    }

    func write(to writer: inout ObjectWriter) {
        writer.add("models", models?.map(\.text))
        writer.add("surfaces", surfaces?.map(\.rawValue).sorted())
        writer.add("regions", regions?.sorted())
        writer.add("addresses", addresses?.map(\.description))
        if parameters != ParameterBounds() { writer.add("bounds", parameters.json) }
        if !guardrails.isEmpty { writer.add("guardrails", guardrails) }
    }
}

extension ParameterBounds {
    init(_ reader: inout ObjectReader) {
        let maxTokens = reader.optional("max_tokens", .int(1...10_000_000))
        let lowest = reader.optional("min_temperature", .number(0...100))
        let highest = reader.optional("max_temperature", .number(0...100))
        if let lowest, let highest, lowest > highest {
            reader.report(.conflict, at: "min_temperature", "must not be above max_temperature")
        }
        self.init(
            maxTokens: maxTokens,
            minTemperature: lowest,
            maxTemperature: highest,
            maxChoices: reader.optional("max_n", .int(1...128)),
            allowsTools: reader.optional("tools", .bool) ?? true,
            allowsStreams: reader.optional("stream", .bool) ?? true,
            action: reader.optional("action", .choice) ?? .refuse
        )
    }

    var json: JSONValue {
        var writer = ObjectWriter()
        writer.add("max_tokens", maxTokens)
        writer.add("min_temperature", minTemperature)
        writer.add("max_temperature", maxTemperature)
        writer.add("max_n", maxChoices)
        if !allowsTools { writer.add("tools", false) }
        if !allowsStreams { writer.add("stream", false) }
        writer.add("action", action.rawValue)
        return writer.value
    }
}
