import type { FlowSchema } from '../../schema/types.ts';

/** Half of the documented range comes before the flows without a number, half after them. */
const withoutOrder = 1000.5;

function place(flow: FlowSchema): number {
  return flow.triggerOrder ?? withoutOrder;
}

/**
 * Flows of one object as they run: by number up to 1,000, then those without one in the order of their creation, then the
 * rest; of equal numbers by name. https://help.salesforce.com/s/articleView?id=platform.flow_task_trigger_run_order.htm
 */
export function inRunOrder(flows: readonly FlowSchema[]): FlowSchema[] {
  return [...flows].sort((left, right) => {
    const difference = place(left) - place(right);
    if (difference !== 0 || left.triggerOrder === null) return difference;
    return left.fullName < right.fullName ? -1 : 1;
  });
}
