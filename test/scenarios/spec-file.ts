import { parse } from "yaml";

/** A file that has one of everything. */
export const wholeFile = `
scenarios:
  - name: crash
    note: as in 2008
    tweaks:
      - { target: spot, relative: -20% }
  - name: crash, then calm
    on: crash
    tweaks:
      - { target: vol, multiply: 0.5 }
  - name: vector
    tweaks:
      - { target: ['spot("IBM")', 'spot("AAPL")'], add: [1, 2] }
  - name: pairs
    tweaks:
      - ['spot("IBM")', 70]
      - ['vol("IBM")', 0.5]
  - name: floored
    tweaks:
      - { target: tag:equity, relative: -10% }
      - { target: spot, floor: 90 }
      - { target: spot(*), cap: 180 }
  - name: expression
    tweaks:
      - { target: spot(*), expression: base - 50 }
  - name: borrowed
    tweaks:
      - { target: 'vol("IBM")', from: crash }
  - name: curve
    tweaks:
      - { target: 'curve("USD", >=5)', set: 0 }
      - { target: 'curve("USD", <5)', set: 1 }
  - name: layered
    layers:
      - - { target: 'spot("IBM")', set: 50 }
      - - { target: vol, multiply: 2 }
  - name: grid
    note: two axes
    product:
      spot: { target: 'spot("IBM")', relative: -10%..10%:3 }
      vol: { target: vol, add: [0, 5%] }
  - zip:
      spot: { target: 'spot("IBM")', set: [90, 110] }
      curve: { target: 'curve("USD", *)', set: [1, 3] }
  - oneAtATime:
      spot: { target: spot, relative: [-50%] }
      vol: { target: vol, multiply: [2] }
  - nested:
      - - name: outer
          tweaks:
            - { target: 'spot("IBM")', set: 50 }
      - - name: inner
          tweaks:
            - { target: vol, multiply: 2 }
  - historical: { file: history.csv, change: relative }
  - name: inline
    historical:
      change: add
      axis: day
      targets: ['spot("IBM")']
      rows:
        - [a, 1]
        - [b, null]
  - draws:
      seed: 42
      count: 5
      variables:
        spot: { target: spot, relative: { normal: { mean: 0, deviation: 20% } } }
        vol: { target: [vol], multiply: { lognormal: { mean: 0, deviation: 0.1 } } }
        curve: { target: curve, set: { uniform: { from: 1%, to: 5% } } }
      correlation:
        - [1, -60%, 0]
        - [-0.6, 1, 0.25]
        - [0, 25%, 1]
`;

/** The history that it names. */
export const csv = `date,"spot(""IBM"")","spot(""AAPL"")"\r\n2008-09,-10%,0.05\r\n2008-10,-0.2,\r\n`;

/** The same as plain data. */
export const document: unknown = parse(wholeFile);
