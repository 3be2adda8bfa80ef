public import JSONText

extension AuditEntry {
    /// The entry as the audit log keeps and hashes it: one JSON text, members in this order, those that are `nil` left out.
    /// Equal entries have equal bytes.
    public var canonicalBytes: [UInt8] { json.bytes }

    /// The entry as JSON, members in the order of ``canonicalBytes``.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("v", 1)
        object.append("time", JSONValue(Int(time)))
        object.append("actor", actorJSON)
        if let origin { object.append("origin", .string(origin)) }
        if let request { object.append("request", .string(request)) }
        object.append("action", .string(action))
        object.append("object", objectJSON)
        if let reason { object.append("reason", .string(reason)) }
        if let before { object.append("before", before) }
        if let after { object.append("after", after) }
        return .object(object)
    }

    /// Reads what ``canonicalBytes`` wrote; `nil` where it is anything else.
    public init?(canonicalBytes bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), value["v"]?.int == 1,
            let time = value["time"]?.int,
            let actor = value["actor"].flatMap(AuditActor.init(json:)),
            let action = value["action"]?.string,
            let object = value["object"].flatMap(Object.init(json:))
        else { return nil }
        self.init(
            time: Int64(time),
            actor: actor,
            origin: value["origin"]?.string,
            request: value["request"]?.string,
            action: action,
            object: object,
            reason: value["reason"]?.string,
            before: value["before"],
            after: value["after"]
        )
    }

    private var actorJSON: JSONValue {
        var members = JSONObject()
        members.append("kind", .string(actor.kind.rawValue))
        members.append("id", .string(actor.id))
        if let name = actor.name { members.append("name", .string(name)) }
        return .object(members)
    }

    private var objectJSON: JSONValue {
        var members = JSONObject()
        members.append("kind", .string(object.kind))
        members.append("id", .string(object.id))
        if let name = object.name { members.append("name", .string(name)) }
        if let team = object.team { members.append("team", .string(team)) }
        return .object(members)
    }
}

extension AuditActor {
    fileprivate init?(json: JSONValue) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)), let id = json["id"]?.string else {
            return nil
        }
        self.init(kind, id: id, name: json["name"]?.string)
    }
}

extension AuditEntry.Object {
    fileprivate init?(json: JSONValue) {
        guard let kind = json["kind"]?.string, let id = json["id"]?.string else { return nil }
        self.init(kind: kind, id: id, name: json["name"]?.string, team: json["team"]?.string)
    }
}
