/** What of MQTT.js goes into the demo. */
import mqtt from 'mqtt'

export const { connect } = mqtt
