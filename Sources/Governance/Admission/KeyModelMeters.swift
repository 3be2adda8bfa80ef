import Routing

/// The meters of keys for one model apart, at most so many.
struct KeyModelMeters {
    private struct Slot {
        var scope: Scope
        var meters: [LimitMeter]
        var lastUse: Moment
    }

    /// How many meters are looked at to find one that can make room, so that this takes a bounded time.
    static let examined = 16

    /// How many counts that were not empty had to make room.
    private(set) var forgotten = 0
    private let capacity: Int
    private var slots: [Slot] = []
    private var places: [Scope: Int] = [:]
    /// The models of each key that has meters.
    private var models: [String: Set<String>] = [:]
    /// Where the next search begins.
    private var hand = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { slots.count }

    mutating func meters(key: String, model: String, policies: [LimitPolicy], at now: Moment) -> [LimitMeter] {
        let scope = Scope.keyModel(key: key, model: model)
        if let place = places[scope] {
            slots[place].lastUse = now
            return slots[place].meters
        }
        let slot = Slot(scope: scope, meters: Self.meters(on: scope, policies: policies, keeping: []), lastUse: now)
        if slots.count < capacity {
            places[scope] = slots.count
            slots.append(slot)
        } else {
            let place = placeToReuse(at: now)
            forget(slots[place].scope)
            places[scope] = place
            slots[place] = slot
        }
        models[key, default: []].insert(model)
        return slot.meters
    }

    /// The meters of a key, by the model; of models that it has not asked for there are none.
    func meters(key: String) -> [String: [LimitMeter]] {
        var found: [String: [LimitMeter]] = [:]
        for model in models[key] ?? [] {
            if let place = places[.keyModel(key: key, model: model)] { found[model] = slots[place].meters }
        }
        return found
    }

    /// Changes all meters to the policies that their keys have now.
    mutating func apply(_ policies: (_ key: String, _ model: String) -> [LimitPolicy]) {
        var kept: [Slot] = []
        for var slot in slots {
            guard case .keyModel(let key, let model) = slot.scope else { continue }
            slot.meters = Self.meters(on: slot.scope, policies: policies(key, model), keeping: slot.meters)
            if !slot.meters.isEmpty { kept.append(slot) }
        }
        slots = kept
        hand = 0
        places = [:]
        models = [:]
        for (place, slot) in slots.enumerated() {
            places[slot.scope] = place
            if case .keyModel(let key, let model) = slot.scope { models[key, default: []].insert(model) }
        }
    }

    private mutating func forget(_ scope: Scope) {
        places[scope] = nil
        guard case .keyModel(let key, let model) = scope else { return }
        models[key]?.remove(model)
        if models[key]?.isEmpty == true { models[key] = nil }
    }

    /// A meter for each policy: the one there is with its amount changed, or a new one.
    static func meters(on scope: Scope, policies: [LimitPolicy], keeping old: [LimitMeter]) -> [LimitMeter] {
        policies.map { policy in
            guard let meter = old.first(where: { $0.id == policy.id }) else {
                return LimitMeter(scope: scope, policy: policy)
            }
            meter.change(amount: policy.amount)
            return meter
        }
    }

    private mutating func placeToReuse(at now: Moment) -> Int {
        var oldest = hand % slots.count
        for _ in 0..<min(Self.examined, slots.count) {
            let place = hand % slots.count
            hand = place + 1
            if slots[place].meters.allSatisfy({ $0.isIdle(at: now) }) { return place }
            if slots[place].lastUse < slots[oldest].lastUse { oldest = place }
        }
        forgotten += 1
        return oldest
    }
}
