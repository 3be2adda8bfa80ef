/// How values of a type stand in JSON. Reading gives `nil` once a problem has been told.
struct MemberType<Value> {
    let read: (JSONPlace) -> Value?
}
