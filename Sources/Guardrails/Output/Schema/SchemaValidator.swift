import JSONText

/// One run of a schema over a value.
struct SchemaValidator {
    private enum Token {
        case name(String)
        case index(Int)
    }

    private let program: SchemaProgram
    private(set) var violations: [JSONSchemaViolation] = []
    /// Where in the value the run is.
    private var path: [Token] = []
    /// The resources that were entered, outermost first, for dynamic references.
    private var scope: [Int] = []
    private var depth = 0
    private var steps = 0
    private var scratch: PatternScratch?
    private var matches: [PatternMatch] = []

    /// The most violations that are told; a model that is asked again has enough to do with them.
    static let mostViolations = 16
    /// How many schemas may be at work inside each other.
    static let deepest = 512
    /// How many steps a run may take: schemas entered, elements compared, bytes of texts matched by 64.
    static let mostSteps = 4_000_000

    init(_ program: SchemaProgram) { self.program = program }

    /// Whether the value holds against the whole schema.
    mutating func run(_ value: JSONValue) throws(JSONSchemaError) -> Bool {
        var marks: EvaluatedMarks?
        return try check(program.root, value, isTold: true, &marks)
    }

    // MARK: Schemas

    /// Checks a value against a schema.
    /// - Parameters:
    ///   - isTold: whether violations are noted; if not, the first one ends the check.
    ///   - marks: gets what was looked at, where it is not `nil` and the value holds.
    private mutating func check(
        _ number: Int,
        _ value: JSONValue,
        isTold: Bool,
        _ marks: inout EvaluatedMarks?
    ) throws(JSONSchemaError) -> Bool {
        try spend(1)
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw .tooMuchWork }
        let resource = program.schemas[number].resource
        let isEntered = scope.last != resource
        if isEntered { scope.append(resource) }
        defer { if isEntered { scope.removeLast() } }
        var own = marks != nil || program.schemas[number].isWatching ? EvaluatedMarks() : nil
        var holds = true
        for index in program.schemas[number].rules.indices {
            let rule = program.schemas[number].rules[index]
            // What other rules did not accept was not looked at either, which would be told twice.
            if !holds, rule.isUnevaluated { break }
            if try !apply(rule, to: value, isTold: isTold, &own) {
                holds = false
                if !isTold || violations.count >= Self.mostViolations { return false }
            }
        }
        if holds, marks != nil, let own {
            try spend(own.size)
            marks?.formUnion(own)
        }
        return holds
    }

    private mutating func apply(
        _ rule: SchemaRule,
        to value: JSONValue,
        isTold: Bool,
        _ marks: inout EvaluatedMarks?
    ) throws(JSONSchemaError) -> Bool {
        switch rule {
        case .never: return told("false", "nothing is allowed here", isTold)
        case .reference(let target): return try check(target, value, isTold: isTold, &marks)
        case .dynamicReference(let target, let anchor):
            try spend(scope.count)
            let outermost = scope.lazy.compactMap { [program] in program.dynamicAnchors[$0][anchor] }.first
            return try check(outermost ?? target, value, isTold: isTold, &marks)
        case .allOf(let schemas):
            var holds = true
            for schema in schemas where try !check(schema, value, isTold: isTold, &marks) {
                holds = false
                if !isTold || violations.count >= Self.mostViolations { return false }
            }
            return holds
        case .anyOf, .oneOf, .not, .conditional, .dependentSchemas:
            return try choose(rule, value, isTold: isTold, &marks)
        case .types, .enumeration, .multipleOf, .least, .most, .textLength, .pattern:
            return try compare(rule, value, isTold)
        case .elementCount, .uniqueItems, .contains, .elements, .unevaluatedItems:
            guard case .array(let elements) = value else { return true }
            return try applyToArray(rule, elements, isTold: isTold, &marks)
        case .memberCount, .required, .dependentRequired, .propertyNames, .members, .unevaluatedProperties:
            guard case .object(let object) = value else { return true }
            return try applyToObject(rule, object, isTold: isTold, &marks)
        }
    }

    private mutating func choose(
        _ rule: SchemaRule,
        _ value: JSONValue,
        isTold: Bool,
        _ marks: inout EvaluatedMarks?
    ) throws(JSONSchemaError) -> Bool {
        switch rule {
        case .anyOf(let schemas):
            var holds = false
            for schema in schemas where try check(schema, value, isTold: false, &marks) {
                holds = true
                // What the others look at counts too, where somebody wants to know.
                if marks == nil { break }
            }
            return holds || told("anyOf", "the value fits none of the \(schemas.count) alternatives", isTold)
        case .oneOf(let schemas):
            var fitting = 0
            for schema in schemas where try check(schema, value, isTold: false, &marks) {
                fitting += 1
                if fitting > 1 { break }
            }
            let problem = fitting == 0 ? "fits none" : "fits more than one"
            return fitting == 1
                || told(
                    "oneOf",
                    "the value \(problem) of the \(schemas.count) alternatives of which it has to fit one",
                    isTold
                )
        case .not(let schema):
            var none: EvaluatedMarks?
            return try !check(schema, value, isTold: false, &none)
                || told("not", "the value is of a kind that is not allowed", isTold)
        case .conditional(let test, let then, let otherwise):
            let branch = try check(test, value, isTold: false, &marks) ? then : otherwise
            return try branch.map { schema throws(JSONSchemaError) in
                try check(schema, value, isTold: isTold, &marks)
            } ?? true
        case .dependentSchemas(let dependents):
            guard case .object(let object) = value else { return true }
            var holds = true
            for (name, schema) in dependents where object[name] != nil {
                if try !check(schema, value, isTold: isTold, &marks) { holds = false }
            }
            return holds
        default: return true
        }
    }

    // MARK: Values

    private mutating func compare(
        _ rule: SchemaRule,
        _ value: JSONValue,
        _ isTold: Bool
    ) throws(JSONSchemaError) -> Bool {
        switch rule {
        case .types(let types):
            return !types.isDisjoint(with: SchemaTypes(of: value))
                || told("type", "it has to be \(types.words) and is \(value.kind)", isTold)
        case .enumeration(let values, let longest, let keyword):
            let bytes = CanonicalJSON.bytes(of: value, limit: longest)
            try spend((bytes?.count ?? longest) / 64)
            let problem =
                keyword == "const"
                ? "it has to be the value that is prescribed" : "it is none of the values that are allowed"
            return bytes.map(values.contains) ?? false || told(keyword, problem, isTold)
        case .textLength(let least, let most):
            guard case .string(let text) = value else { return true }
            try spend(text.utf8.count / 64)
            let count = text.unicodeScalars.count
            if let least, count < least { return told("minLength", "it has fewer than \(least) characters", isTold) }
            if let most, count > most { return told("maxLength", "it has more than \(most) characters", isTold) }
            return true
        case .pattern(let pattern):
            guard case .string(let text) = value else { return true }
            return try matched(text).contains { $0.pattern == pattern }
                || told("pattern", "it does not match the pattern that is prescribed", isTold)
        default:
            guard case .number(let number) = value else { return true }
            try spend(number.text.utf8.count / 16)
            return holds(rule, ExactDecimal(number), isTold)
        }
    }

    private mutating func holds(_ rule: SchemaRule, _ number: ExactDecimal, _ isTold: Bool) -> Bool {
        switch rule {
        case .multipleOf(let divisor):
            return number.isMultiple(of: divisor)
                || told("multipleOf", "it is no multiple of what is prescribed", isTold)
        case .least(let bound, isExclusive: false):
            return !number.isLess(than: bound) || told("minimum", "it is less than is allowed", isTold)
        case .least(let bound, isExclusive: true):
            return bound.isLess(than: number)
                || told("exclusiveMinimum", "it is less than is allowed, or the bound", isTold)
        case .most(let bound, isExclusive: false):
            return !bound.isLess(than: number) || told("maximum", "it is greater than is allowed", isTold)
        case .most(let bound, isExclusive: true):
            return number.isLess(than: bound)
                || told("exclusiveMaximum", "it is greater than is allowed, or the bound", isTold)
        default: return true
        }
    }

    /// The patterns that match somewhere in a text.
    private mutating func matched(_ text: String) throws(JSONSchemaError) -> [PatternMatch] {
        guard let patterns = program.patterns else { return [] }
        try spend(text.utf8.count / 64 + 1)
        matches.removeAll(keepingCapacity: true)
        do {
            let scratch = try scratch ?? patterns.makeScratch()
            self.scratch = scratch
            try patterns.scan(Array(text.utf8), using: scratch, into: &matches)
        } catch let error as PatternError { throw .patterns(error) } catch { throw .patterns(.engine(code: -1)) }
        return matches
    }

    // MARK: Arrays

    private mutating func applyToArray(
        _ rule: SchemaRule,
        _ elements: [JSONValue],
        isTold: Bool,
        _ marks: inout EvaluatedMarks?
    ) throws(JSONSchemaError) -> Bool {
        var holds = true
        switch rule {
        case .elementCount(let least, let most):
            if let least, elements.count < least {
                return told("minItems", "it has fewer than \(least) elements", isTold)
            }
            if let most, elements.count > most { return told("maxItems", "it has more than \(most) elements", isTold) }
        case .uniqueItems:
            var seen: Set<[UInt8]> = []
            for element in elements {
                let bytes = CanonicalJSON.bytes(of: element) ?? []
                try spend(bytes.count / 64 + 1)
                guard seen.insert(bytes).inserted else {
                    return told("uniqueItems", "two of its elements are equal", isTold)
                }
            }
        case .contains(let schema, let least, let most):
            var count = 0
            var none: EvaluatedMarks?
            for (index, element) in elements.enumerated() where try check(schema, element, isTold: false, &none) {
                count += 1
                marks?.insert(index)
                if marks == nil, count >= least, most == nil { return true }
            }
            if count < least {
                return told(
                    "contains",
                    "fewer than \(least) of its elements are of the kind that it has to contain",
                    isTold
                )
            }
            if let most, count > most {
                return told("maxContains", "more than \(most) of its elements are of the kind that it contains", isTold)
            }
        case .elements(let prefix, let rest):
            for (index, element) in elements.enumerated() {
                guard let schema = index < prefix.count ? prefix[index] : rest else { break }
                marks?.insert(index)
                let keyword = index < prefix.count ? "prefixItems" : "items"
                if try !check(schema, element, at: .index(index), keyword, isTold) {
                    holds = false
                    if !isTold || violations.count >= Self.mostViolations { return false }
                }
            }
        case .unevaluatedItems(let schema):
            for (index, element) in elements.enumerated() where marks?.contains(index) != true {
                marks?.insert(index)
                if try !check(schema, element, at: .index(index), "unevaluatedItems", isTold) {
                    holds = false
                    if !isTold || violations.count >= Self.mostViolations { return false }
                }
            }
        default: break
        }
        return holds
    }

    // MARK: Objects

    private mutating func applyToObject(
        _ rule: SchemaRule,
        _ object: JSONObject,
        isTold: Bool,
        _ marks: inout EvaluatedMarks?
    ) throws(JSONSchemaError) -> Bool {
        var holds = true
        switch rule {
        case .memberCount(let least, let most):
            if let least, object.count < least {
                return told("minProperties", "it has fewer than \(least) members", isTold)
            }
            if let most, object.count > most {
                return told("maxProperties", "it has more than \(most) members", isTold)
            }
        case .required(let names):
            try spend(names.count)
            for name in names where object[name] == nil {
                holds = told("required", "the member \(JSONPointer.escaped(name)) is missing", isTold)
            }
        case .dependentRequired(let needs):
            for (name, needed) in needs where object[name] != nil {
                try spend(needed.count)
                for other in needed where object[other] == nil {
                    holds = told(
                        "dependentRequired",
                        "the member \(JSONPointer.escaped(other)) is missing, which \(JSONPointer.escaped(name)) needs",
                        isTold
                    )
                }
            }
        case .propertyNames(let schema):
            for member in object.members {
                if try !check(schema, .string(member.name), at: .name(member.name), "propertyNames", isTold) {
                    holds = false
                    if !isTold || violations.count >= Self.mostViolations { return false }
                }
            }
        case .members(let properties, let patterns, let others):
            for (index, member) in object.members.enumerated() {
                let schemas = try schemas(for: member.name, properties, patterns, others)
                if !schemas.isEmpty { marks?.insert(index) }
                for (schema, keyword) in schemas {
                    if try !check(schema, member.value, at: .name(member.name), keyword, isTold) {
                        holds = false
                        if !isTold || violations.count >= Self.mostViolations { return false }
                    }
                }
            }
        case .unevaluatedProperties(let schema):
            for (index, member) in object.members.enumerated() where marks?.contains(index) != true {
                marks?.insert(index)
                if try !check(schema, member.value, at: .name(member.name), "unevaluatedProperties", isTold) {
                    holds = false
                    if !isTold || violations.count >= Self.mostViolations { return false }
                }
            }
        default: break
        }
        return holds
    }

    /// The schemas of a member.
    private mutating func schemas(
        for name: String,
        _ properties: [ExactText: Int],
        _ patterns: [(pattern: Int, schema: Int)],
        _ others: Int?
    ) throws(JSONSchemaError) -> [(Int, String)] {
        var schemas: [(Int, String)] = []
        if let schema = properties[ExactText(name)] { schemas.append((schema, "properties")) }
        if !patterns.isEmpty {
            let matched = Set(try matched(name).map(\.pattern))
            try spend(patterns.count)
            for (pattern, schema) in patterns where matched.contains(pattern) {
                schemas.append((schema, "patternProperties"))
            }
        }
        if schemas.isEmpty, let others { schemas.append((others, "additionalProperties")) }
        return schemas
    }

    /// Checks a part of the value.
    private mutating func check(
        _ schema: Int,
        _ value: JSONValue,
        at token: Token,
        _ keyword: String,
        _ isTold: Bool
    ) throws(JSONSchemaError) -> Bool {
        path.append(token)
        defer { path.removeLast() }
        try spend(1)
        if program.schemas[schema].isNever { return told(keyword, "this is not allowed here", isTold) }
        var none: EvaluatedMarks?
        return try check(schema, value, isTold: isTold, &none)
    }

    // MARK: Telling

    private mutating func spend(_ count: Int) throws(JSONSchemaError) {
        steps += count
        guard steps <= Self.mostSteps else { throw .tooMuchWork }
    }

    /// Notes a violation.
    /// - Returns: `false`, for the caller to return.
    private mutating func told(_ keyword: String, _ message: @autoclosure () -> String, _ isTold: Bool) -> Bool {
        guard isTold, violations.count < Self.mostViolations else { return false }
        var pointer = ""
        for token in path {
            switch token {
            case .name(let name): pointer += "/" + JSONPointer.escaped(name)
            case .index(let index): pointer += "/\(index)"
            }
            guard pointer.utf8.count <= JSONSchemaViolation.longestPath else {
                pointer = String(decoding: pointer.utf8.prefix(JSONSchemaViolation.longestPath), as: UTF8.self) + "…"
                break
            }
        }
        violations.append(JSONSchemaViolation(instancePath: pointer, keyword: keyword, message: message()))
        return false
    }
}
