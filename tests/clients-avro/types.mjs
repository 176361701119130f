// An Avro type of avsc with exact longs and decimals: BigInt for longs, text for decimals.
import avro from 'avsc';

const long = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value) => typeof value === 'bigint',
  compare: (left, right) => (left === right ? 0 : left < right ? -1 : 1),
});

class Decimal extends avro.types.LogicalType {
  constructor(schema, options) {
    super(schema, options);
    this.scale = schema.scale ?? 0;
    this.size = schema.size; // Of a fixed; bytes have none and take the shortest form.
  }

  _fromValue(buffer) {
    const unscaled = buffer.length === 0 ? 0n : BigInt.asIntN(8 * buffer.length, BigInt('0x' + buffer.toString('hex')));
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(this.scale + 1, '0');
    return (unscaled < 0n ? '-' : '') + digits.slice(0, digits.length - this.scale) + '.' + digits.slice(digits.length - this.scale);
  }

  _toValue(text) {
    if (typeof text !== 'string') return undefined;
    const [whole, places = ''] = text.split('.');
    const unscaled = BigInt(whole + places.padEnd(this.scale, '0'));
    let size = this.size ?? 1;
    while (this.size === undefined && BigInt.asIntN(8 * size, unscaled) !== unscaled) size++;
    return Buffer.from(BigInt.asUintN(8 * size, unscaled).toString(16).padStart(2 * size, '0'), 'hex');
  }

  _resolve() {
    return undefined;
  }
}

export const exactly = (schema) => avro.Type.forSchema(schema, { registry: { long }, logicalTypes: { decimal: Decimal } });

// Without logical types: bytes stay bytes.
export const plainly = (schema) => avro.Type.forSchema(schema, { registry: { long } });

// avsc shares the option object's registry, so each schema gets a fresh one (above).

// JSON between the test and this process: longs and decimals as text, everything else as it is.
export const toJson = (value) => JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner)));
