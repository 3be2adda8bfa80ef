import JSONText

/// Reads the keywords of one schema (draft 2020-12 core and validation).
struct SchemaReader {
    /// The schema's number.
    let place: Int

    /// The rules of the schema.
    mutating func rules(_ compiler: inout SchemaCompiler) throws(JSONSchemaError) -> [SchemaRule] {
        guard case .object(let object) = compiler.places[place].value else {
            return compiler.places[place].value.bool == false ? [.never] : []
        }
        return try values(object, &compiler) + texts(object, &compiler) + arrays(object, &compiler)
            + objects(object, &compiler) + applicators(object, &compiler)
    }

    // MARK: Values

    private func values(_ object: JSONObject, _ compiler: inout SchemaCompiler) throws(JSONSchemaError) -> [SchemaRule]
    {
        var rules: [SchemaRule] = []
        if let value = object["type"] {
            var types: SchemaTypes = []
            for name in value.array ?? [value] {
                guard let type = name.string.flatMap(SchemaTypes.init(name:)) else {
                    throw invalid("type", "it has to name types of JSON values", compiler)
                }
                types.formUnion(type)
            }
            rules.append(.types(types))
        }
        if let value = object["enum"] {
            guard let elements = value.array else { throw invalid("enum", "it has to be a list", compiler) }
            rules.append(enumeration(elements, "enum"))
        }
        if let value = object["const"] { rules.append(enumeration([value], "const")) }
        if let value = object["multipleOf"] {
            guard let divisor = value.number.map(ExactDecimal.init), !divisor.isZero, !divisor.isNegative else {
                throw invalid("multipleOf", "it has to be a number greater than 0", compiler)
            }
            guard divisor.digits.count <= ExactDecimal.mostDivisorDigits else {
                throw invalid("multipleOf", "it has more than \(ExactDecimal.mostDivisorDigits) digits", compiler)
            }
            rules.append(.multipleOf(divisor))
        }
        if let bound = try number("minimum", object, compiler) { rules.append(.least(bound, isExclusive: false)) }
        if let bound = try number("exclusiveMinimum", object, compiler) {
            rules.append(.least(bound, isExclusive: true))
        }
        if let bound = try number("maximum", object, compiler) { rules.append(.most(bound, isExclusive: false)) }
        if let bound = try number("exclusiveMaximum", object, compiler) {
            rules.append(.most(bound, isExclusive: true))
        }
        return rules
    }

    private func enumeration(_ elements: [JSONValue], _ keyword: String) -> SchemaRule {
        let values = elements.compactMap { CanonicalJSON.bytes(of: $0) }
        return .enumeration(Set(values), longest: values.map(\.count).max() ?? 0, keyword: keyword)
    }

    private func texts(_ object: JSONObject, _ compiler: inout SchemaCompiler) throws(JSONSchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let least = try count("minLength", object, compiler)
        let most = try count("maxLength", object, compiler)
        if least != nil || most != nil { rules.append(.textLength(least: least, most: most)) }
        if let value = object["pattern"] {
            guard let text = value.string else { throw invalid("pattern", "it has to be a string", compiler) }
            rules.append(.pattern(try compiler.pattern(text, at: "\(compiler.pointer(place))/pattern")))
        }
        return rules
    }

    // MARK: Arrays

    private func arrays(_ object: JSONObject, _ compiler: inout SchemaCompiler) throws(JSONSchemaError) -> [SchemaRule]
    {
        var rules: [SchemaRule] = []
        let least = try count("minItems", object, compiler)
        let most = try count("maxItems", object, compiler)
        if least != nil || most != nil { rules.append(.elementCount(least: least, most: most)) }
        if let value = object["uniqueItems"] {
            guard let isUnique = value.bool else { throw invalid("uniqueItems", "it has to be a boolean", compiler) }
            if isUnique { rules.append(.uniqueItems) }
        }
        let prefix = list("prefixItems", &compiler)
        let rest = compiler.child(of: place, "items")
        if !prefix.isEmpty || rest != nil { rules.append(.elements(prefix: prefix, rest: rest)) }
        let fewest = try count("minContains", object, compiler)
        let greatest = try count("maxContains", object, compiler)
        if let contained = compiler.child(of: place, "contains") {
            rules.append(.contains(contained, least: fewest ?? 1, most: greatest))
        }
        if let other = compiler.child(of: place, "unevaluatedItems") { rules.append(.unevaluatedItems(other)) }
        return rules
    }

    // MARK: Objects

    private func objects(_ object: JSONObject, _ compiler: inout SchemaCompiler) throws(JSONSchemaError) -> [SchemaRule]
    {
        var rules: [SchemaRule] = []
        let least = try count("minProperties", object, compiler)
        let most = try count("maxProperties", object, compiler)
        if least != nil || most != nil { rules.append(.memberCount(least: least, most: most)) }
        if let value = object["required"] { rules.append(.required(try names(value, "required", compiler))) }
        if let value = object["dependentRequired"] {
            guard let map = value.object else { throw invalid("dependentRequired", "it has to be an object", compiler) }
            var needs: [(name: String, needed: [String])] = []
            for member in map.members {
                needs.append((name: member.name, needed: try names(member.value, "dependentRequired", compiler)))
            }
            rules.append(.dependentRequired(needs))
        }
        if let names = compiler.child(of: place, "propertyNames") { rules.append(.propertyNames(names)) }
        var properties: [ExactText: Int] = [:]
        for (name, schema) in map("properties", object, &compiler) { properties[ExactText(name)] = schema }
        var patterns: [(pattern: Int, schema: Int)] = []
        for (expression, schema) in map("patternProperties", object, &compiler) {
            let pattern = try compiler.pattern(expression, at: "\(compiler.pointer(place))/patternProperties")
            patterns.append((pattern: pattern, schema: schema))
        }
        let others = compiler.child(of: place, "additionalProperties")
        if !properties.isEmpty || !patterns.isEmpty || others != nil {
            rules.append(.members(properties: properties, patterns: patterns, others: others))
        }
        if let other = compiler.child(of: place, "unevaluatedProperties") {
            rules.append(.unevaluatedProperties(other))
        }
        return rules
    }

    // MARK: Applicators

    private func applicators(
        _ object: JSONObject,
        _ compiler: inout SchemaCompiler
    ) throws(JSONSchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let value = object["$ref"] {
            guard let reference = value.string else { throw invalid("$ref", "it has to be a string", compiler) }
            rules.append(.reference(try compiler.target(of: reference, from: place).0))
        }
        if let value = object["$dynamicRef"] {
            guard let reference = value.string else { throw invalid("$dynamicRef", "it has to be a string", compiler) }
            let (target, anchor) = try compiler.target(of: reference, from: place)
            rules.append(anchor.map { .dynamicReference(target, anchor: $0) } ?? .reference(target))
        }
        let all = list("allOf", &compiler)
        if !all.isEmpty { rules.append(.allOf(all)) }
        let any = list("anyOf", &compiler)
        if !any.isEmpty { rules.append(.anyOf(any)) }
        let one = list("oneOf", &compiler)
        if !one.isEmpty { rules.append(.oneOf(one)) }
        if let other = compiler.child(of: place, "not") { rules.append(.not(other)) }
        if let test = compiler.child(of: place, "if") {
            let branches = (compiler.child(of: place, "then"), compiler.child(of: place, "else"))
            rules.append(.conditional(test: test, then: branches.0, otherwise: branches.1))
        }
        let dependent = map("dependentSchemas", object, &compiler)
        if !dependent.isEmpty { rules.append(.dependentSchemas(dependent)) }
        return rules
    }

    // MARK: Reading

    private func list(_ keyword: String, _ compiler: inout SchemaCompiler) -> [Int] {
        guard let list = compiler.child(of: place, keyword), let elements = compiler.places[list].value.array else {
            return []
        }
        return elements.indices.compactMap { compiler.child(of: list, String($0)) }
    }

    private func map(
        _ keyword: String,
        _ object: JSONObject,
        _ compiler: inout SchemaCompiler
    ) -> [(name: String, schema: Int)] {
        guard let map = compiler.child(of: place, keyword), let members = object[keyword]?.object else { return [] }
        return members.members.compactMap { member in
            compiler.child(of: map, member.name).map { (name: member.name, schema: $0) }
        }
    }

    private func names(
        _ value: JSONValue,
        _ keyword: String,
        _ compiler: SchemaCompiler
    ) throws(JSONSchemaError) -> [String] {
        guard let elements = value.array, case let names = elements.compactMap(\.string), names.count == elements.count
        else { throw invalid(keyword, "it has to be a list of names", compiler) }
        return names
    }

    private func number(
        _ keyword: String,
        _ object: JSONObject,
        _ compiler: SchemaCompiler
    ) throws(JSONSchemaError) -> ExactDecimal? {
        guard let value = object[keyword] else { return nil }
        guard let number = value.number else { throw invalid(keyword, "it has to be a number", compiler) }
        return ExactDecimal(number)
    }

    /// A count; one that no text can reach is as good as the largest.
    private func count(
        _ keyword: String,
        _ object: JSONObject,
        _ compiler: SchemaCompiler
    ) throws(JSONSchemaError) -> Int? {
        guard let value = object[keyword] else { return nil }
        guard let number = value.number, case let decimal = ExactDecimal(number), decimal.isInteger, !decimal.isNegative
        else { throw invalid(keyword, "it has to be an integer of 0 or more", compiler) }
        return number.int ?? .max
    }

    private func invalid(_ keyword: String, _ reason: String, _ compiler: SchemaCompiler) -> JSONSchemaError {
        .invalid(at: "\(compiler.pointer(place))/\(keyword)", reason: reason)
    }
}
