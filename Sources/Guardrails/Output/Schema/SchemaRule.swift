/// What one keyword, or several that act together, demand of a value. Other schemas are named by their number.
enum SchemaRule: Sendable {
    /// The schema `false`.
    case never
    case reference(Int)
    /// A reference whose target the outermost schema with the anchor decides about; the number is of the target otherwise.
    case dynamicReference(Int, anchor: ExactText)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case conditional(test: Int, then: Int?, otherwise: Int?)
    case dependentSchemas([(name: String, schema: Int)])

    case types(SchemaTypes)
    /// Canonical bytes of the values, and the length of the longest.
    case enumeration(Set<[UInt8]>, longest: Int, keyword: String)

    case multipleOf(ExactDecimal)
    case least(ExactDecimal, isExclusive: Bool)
    case most(ExactDecimal, isExclusive: Bool)

    case textLength(least: Int?, most: Int?)
    case pattern(Int)

    case elementCount(least: Int?, most: Int?)
    case uniqueItems
    case contains(Int, least: Int, most: Int?)
    case elements(prefix: [Int], rest: Int?)

    case memberCount(least: Int?, most: Int?)
    case required([String])
    case dependentRequired([(name: String, needed: [String])])
    case propertyNames(Int)
    case members(properties: [ExactText: Int], patterns: [(pattern: Int, schema: Int)], others: Int?)

    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)

    /// Whether it needs to know what the schema's other rules have looked at.
    var isUnevaluated: Bool {
        switch self {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}
