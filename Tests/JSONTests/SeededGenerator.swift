import JSON

/// A small reproducible random number generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func json(depth: Int = 4) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int.random(in: .min ... .max, using: &self))
        case 3: .double(double())
        case 4, 5: .string(string())
        case 6: .array((0..<Int.random(in: 0..<6, using: &self)).map { _ in json(depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0..<20, using: &self)).map { _ in (string(), json(depth: depth - 1)) }
                )
            )
        }
    }

    mutating func string() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<24, using: &self) {
            let limit: UInt32 =
                [0x20, 0x80, 0x80, 0x80, 0x800, 0x11_0000].randomElement(using: &self) ?? 0x80
            scalars.append(Unicode.Scalar(UInt32.random(in: 0..<limit, using: &self)) ?? "\u{FFFD}")
        }
        return String(scalars)
    }

    private mutating func double() -> Double {
        let value = Double(bitPattern: next())
        return value.isFinite ? value : 0.5
    }
}
